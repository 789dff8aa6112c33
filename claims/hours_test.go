package claims_test

import (
	"errors"
	"testing"

	"claimwatch/claims"
)

func TestParseDigestHours(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"a time alone is on working days", "8:30", "08:30 mon-fri"},
		{"a time and a span", "08:30 mon-fri", "08:30 mon-fri"},
		{"single days", "23:59 Mon,thu,SUN", "23:59 mon,thu,sun"},
		{"spans and days", "00:00 mon-tue,thu-sun", "00:00 mon-tue,thu-sun"},
		{"every day", "06:00 mon-sun", "06:00 mon-sun"},
		{"never", " Off ", "off"},
		{"no such time", "24:00", ""}, {"no such minute", "8:60", ""}, {"a minute of one digit", "8:3", ""}, {"a sign", "+8:30", ""},
		{"an hour alone", "8", ""}, {"no such day", "08:30 someday", ""}, {"a span backwards", "08:30 fri-mon", ""},
		{"nothing", "", ""}, {"too much", "08:30 mon fri", ""}, {"days that are none", "08:30 ,", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := claims.ParseDigestHours(c.text)
			var invalid *claims.InvalidError
			if c.want == "" {
				if !errors.As(err, &invalid) {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			if err != nil || got.String() != c.want {
				t.Errorf("got %v, %v, want %s", got, err, c.want)
			}
		})
	}
}
