package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"claimwatch/claims"
)

// An inputError says why a file is of no use; the name is as it was given.
type inputError struct{ name, problem string }

func (e *inputError) Error() string { return e.name + ": " + e.problem }

// An input is a file as it was read: text, or a web page and its text.
type input struct {
	name string
	text string
	page Page // zero for plain text, but for the address that it was fetched from
}

// inputs reads every file before anything is done with one.
func (c *CLI) inputs(ctx context.Context, names []string) ([]input, error) {
	var (
		list []input
		errs []error
		used bool
	)
	for _, name := range names {
		if name == "-" && used {
			return nil, misused("name it once", "standard input can be read only once")
		}
		used = used || name == "-"
		in, err := c.input(ctx, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		list = append(list, in)
	}
	return list, errors.Join(errs...)
}

func (c *CLI) input(ctx context.Context, name string) (input, error) {
	if isAddress(name) {
		return c.fetched(ctx, name)
	}
	label := name
	if name == "-" {
		label = "standard input"
	}
	fault := func(format string, args ...any) (input, error) {
		return input{}, &inputError{label, fmt.Sprintf(format, args...)}
	}
	raw, err := c.bytes(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return fault("you may not read it")
	case errors.Is(err, errFolder):
		return fault("it is a folder; name the report's file")
	case err != nil:
		return fault("it cannot be read: %v", bareError(err))
	case len(raw) > claims.MaxReportBytes:
		return fault("it is larger than %d MB; a report is not", claims.MaxReportBytes>>20)
	}
	return c.understood(label, Fetched{Body: raw})
}

// understood finds the text in what was read, or says why there is none.
func (c *CLI) understood(label string, f Fetched) (input, error) {
	fault := func(format string, args ...any) (input, error) {
		return input{}, &inputError{label, fmt.Sprintf(format, args...)}
	}
	raw := f.Body
	if len(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))) == 0 {
		return fault("it is empty")
	}
	var err error
	in := input{name: label, page: Page{Address: f.Address}}
	if c.cfg.ReadPage != nil && (f.HTML || c.cfg.IsPage(raw)) {
		if in.page, err = c.cfg.ReadPage(raw, f.Address); err != nil {
			return fault("its web page cannot be read: %v", err)
		}
		in.text = in.page.Text
	} else if in.text, err = textOf(raw); err != nil {
		return fault("%v", err)
	}
	if strings.TrimSpace(in.text) == "" {
		return fault("there is no text in it")
	}
	return in, nil
}

var errFolder = errors.New("it is a folder")

// bytes reads a file, or standard input for "-", to a little more than a report may have.
func (c *CLI) bytes(name string) ([]byte, error) {
	from := c.cfg.Stdin
	if name != "-" {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, errFolder
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // nothing was written
		from = f
	}
	return io.ReadAll(io.LimitReader(from, claims.MaxReportBytes+1))
}

// tagged reports whether bytes begin with a tag of HTML.
func tagged(raw []byte) bool {
	raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\ufeff")), " \t\r\n")
	return len(raw) > 1 && raw[0] == '<' && (raw[1] == '!' || raw[1] == '?' || raw[1]|' ' >= 'a' && raw[1]|' ' <= 'z')
}

// textOf returns bytes as the text they are, or says what they are instead.
func textOf(raw []byte) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return "", errors.New("it is a PDF; save its text and give that")
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "", errors.New("it is UTF-16; convert it, as with iconv -f UTF-16 -t UTF-8")
	case binary(raw):
		return "", errors.New("it is binary, no text; give plain text or a saved web page")
	case !utf8.Valid(raw):
		return "", errors.New("it is not valid UTF-8; convert it, as with iconv -f WINDOWS-1252 -t UTF-8")
	}
	return string(raw), nil
}

// binary reports whether bytes are no text: a zero byte, or many control characters.
func binary(raw []byte) bool {
	if bytes.IndexByte(raw, 0) >= 0 {
		return true
	}
	sample := raw[:min(len(raw), 8192)]
	control := 0
	for _, b := range sample {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			control++
		}
	}
	return control*20 > len(sample)
}

// bareError leaves the path out of a file error: the message names it already.
func bareError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
