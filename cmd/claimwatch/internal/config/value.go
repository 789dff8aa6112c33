package config

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// problem returns what is wrong of an error, without the field that it is about: the path says that.
func problem(err error) string {
	var invalid *claims.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Problem
	}
	return err.Error()
}

// parsed reads a single value with parse and hands it on; false and a fault when it is none.
func parsed[T any](n node, parse func(string) (T, error), to *T) bool {
	s, ok := n.word()
	if !ok {
		return false
	}
	v, err := parse(s)
	if err != nil {
		n.fault("%s", problem(err))
		return false
	}
	*to = v
	return true
}

// into returns the reading of one value into a place.
func into[T any](parse func(string) (T, error), to *T) func(node) {
	return func(n node) { parsed(n, parse, to) }
}

// words returns the reading of a list of values.
func words[T any](parse func(string) (T, error), to *[]T) func(node) {
	return func(n node) {
		list := []T{}
		n.list(func(n node) {
			var v T
			if parsed(n, parse, &v) {
				list = append(list, v)
			}
		})
		*to = list
	}
}

func text(s string) (string, error) { return s, nil }

func zone(s string) (*time.Location, error) {
	if s == "Local" {
		return nil, errors.New(`"Local" is no zone; leave timezone out for the machine's, or write a name such as Europe/Prague`)
	}
	loc, err := time.LoadLocation(s)
	if err != nil {
		return nil, errors.New(strconv.Quote(clip(s)) + " is no time zone; write a name of the IANA list, such as Europe/Prague")
	}
	return loc, nil
}

func onOff(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "on", "true", "yes":
		return true, nil
	case "off", "false", "no":
		return false, nil
	}
	return false, errors.New(strconv.Quote(clip(s)) + " is neither on nor off")
}

// number returns a reading of whole numbers from least on.
func number(least, most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return 0, errors.New(strconv.Quote(clip(s)) + " is no number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most))
		}
		return n, nil
	}
}

// fraction returns a reading of decimal numbers in bounds.
func fraction(least, most float64) func(string) (float64, error) {
	return func(s string) (float64, error) {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || !(f >= least && f <= most) { // false for what is not a number
			return 0, errors.New(strconv.Quote(clip(s)) + " is no number from " + decimal(least) + " to " + decimal(most))
		}
		return f, nil
	}
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// positive refuses durations of no length.
func positive(s string) (policy.Duration, error) {
	d, err := policy.ParseDuration(s)
	if err == nil && d.IsZero() {
		err = errors.New("it must be longer than nothing")
	}
	return d, err
}

// exact returns a reading of durations that are no calendar days, in bounds.
func exact(least, most time.Duration) func(string) (time.Duration, error) {
	return func(s string) (time.Duration, error) {
		d, err := policy.ParseDuration(s)
		if err != nil {
			return 0, err
		}
		if _, calendar := d.Calendar(); calendar || d.Nominal() < least || d.Nominal() > most {
			return 0, errors.New(strconv.Quote(clip(s)) + " is out of bounds; write " + policy.Exact(least).String() + " to " + policy.Exact(most).String())
		}
		return d.Nominal(), nil
	}
}

func channel(s string) (string, error) {
	name, hash := strings.CutPrefix(s, "#")
	if hash && name != "" && !strings.ContainsAny(name, "# \t,@<>") || !hash && slackID(s, "CGD") {
		return s, nil
	}
	return "", errors.New(strconv.Quote(clip(s)) + ` is no channel; write "#name", in quotation marks, or a channel's id such as C0123ABCD`)
}

func mention(s string) (string, error) {
	name, at := strings.CutPrefix(s, "@")
	if at && name != "" && !strings.ContainsAny(name, "@ \t,#<>") || userID(s) {
		return s, nil
	}
	return "", errors.New(strconv.Quote(clip(s)) + ` is no one to mention; write "@handle", in quotation marks, or an id such as U0123ABCD`)
}

func editor(s string) (string, error) {
	if userID(s) {
		return s, nil
	}
	return "", errors.New(strconv.Quote(clip(s)) + " is no Slack id; a user's is written U0123ABCD, a group's S0123ABCD")
}

// userID reports whether s is written as the id of a user or a user group.
func userID(s string) bool { return slackID(s, "UWS") }

func slackID(s, starts string) bool {
	if len(s) < 5 || len(s) > 32 || !strings.Contains(starts, s[:1]) {
		return false
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" && strings.ContainsAny(s, "0123456789")
}

func address(s string) (string, error) { return s, claims.ValidateURL("watch", s) }

func prefix(s string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), nil
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.Prefix{}, errors.New(strconv.Quote(clip(s)) + " is no address range; write one such as 10.20.0.0/16")
}

func listen(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	n, numErr := strconv.Atoi(port)
	if err != nil || numErr != nil || n < 0 || n > 65535 || strings.ContainsAny(host, " /") {
		return "", errors.New(strconv.Quote(clip(s)) + ` is no address to listen on; write "127.0.0.1:8080"`)
	}
	return s, nil
}

// apiProblem says what is wrong with SLACK_API_URL, "" for nothing.
func apiProblem(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "":
		return "it is no address; write one such as https://slack.com/api/"
	case !strings.HasSuffix(u.Path, "/api/"):
		return "it must end in /api/"
	}
	return ""
}

// enum returns a reading of one of a few words.
func enum[S ~string](valid ...S) func(string) (S, error) {
	return func(s string) (S, error) {
		names := make([]string, len(valid))
		for i, v := range valid {
			if names[i] = string(v); S(s) == v {
				return v, nil
			}
		}
		say := strconv.Quote(clip(s)) + " is none of " + strings.Join(names, ", ")
		if near := Nearest(s, names); near != "" {
			say += "; did you mean " + strconv.Quote(near) + "?"
		}
		return "", errors.New(say)
	}
}
