package config

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
)

const redacted = "[redacted]"

// A Secret is a token. However it is printed, it shows [redacted], or nothing when it is empty.
type Secret struct{ value string }

// NewSecret returns the secret of a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal returns the value, for the one place that sends it.
func (s Secret) Reveal() string { return s.value }

// IsZero reports whether there is none.
func (s Secret) IsZero() bool { return s.value == "" }

// String returns [redacted].
func (s Secret) String() string {
	if s.value == "" {
		return ""
	}
	return redacted
}

// GoString returns [redacted].
func (s Secret) GoString() string { return s.String() }

// Format writes [redacted], whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) } // Format cannot fail

// MarshalText returns [redacted]; JSON and YAML use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns [redacted].
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// maxSecretBytes bounds the file that NAME_FILE points to.
const maxSecretBytes = 64 << 10

// secret reads NAME, or the file that NAME_FILE points to, without outer blanks. start is what
// the value begins with.
func (r *reader) secret(name, start string) Secret {
	value, path := strings.TrimSpace(r.env(name)), r.env(name+"_FILE")
	if path != "" {
		if value != "" {
			r.environment(name, fmt.Sprintf("both %s and %s_FILE are set; set one of them", name, name))
			return Secret{}
		}
		b, err := os.ReadFile(path)
		if err != nil {
			r.environment(name+"_FILE", fmt.Sprintf("the file it points to cannot be read: %v", bare(err)))
			return Secret{}
		}
		if value = strings.TrimSpace(string(b[:min(len(b), maxSecretBytes)])); value == "" {
			r.environment(name+"_FILE", "the file it points to is empty")
			return Secret{}
		}
	}
	if value != "" && (!strings.HasPrefix(value, start) || strings.ContainsAny(value, " \t\r\n")) {
		r.environment(name, fmt.Sprintf("it is no such token; one begins with %s and has no blanks", start))
		return Secret{}
	}
	return Secret{value}
}
