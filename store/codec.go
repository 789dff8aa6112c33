package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"claimwatch/claims"
)

// instant is a moment as it is stored: Unix milliseconds, UTC. The zero time is NULL, which a
// column that must have one refuses.
type instant struct {
	time.Time `db:"-"` // the tag keeps sqlx, which maps a row's fields at every start, from going into it
}

// lastYear bounds what a stored moment can be: the last that RFC 3339 can write. Beyond it the
// value is damaged, such as one in microseconds.
const lastYear = 9999

// Value refuses what Scan would not take back: one such row would make every list fail.
func (i instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	if ms := i.UnixMilli(); ms > 0 && i.UTC().Year() <= lastYear {
		return ms, nil
	}
	return nil, &claims.InvalidError{Field: "time", Problem: fmt.Sprintf("%s cannot be kept; it must lie after 1970 and before the year 10000", i.UTC().Format(time.DateOnly))}
}

func (i *instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		i.Time = time.Time{}
		return nil
	case int64:
		t := time.UnixMilli(v).UTC()
		if v <= 0 || t.Year() > lastYear {
			return fmt.Errorf("%d is no instant", v)
		}
		i.Time = t
		return nil
	}
	return fmt.Errorf("%v is no instant", v)
}

// day is a calendar day as it is stored: YYYY-MM-DD. No day is NULL.
type day struct {
	claims.Day `db:"-"`
}

func (d day) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

func (d *day) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		d.Day = 0
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("%v is no day", v)
}

// document is a value kept whole as JSON, never queried.
type document[T any] struct {
	V T `db:"-"` // as in instant
}

func (d document[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(d.V)
	if err != nil {
		return nil, err
	}
	return string(b), nil
}

func (d *document[T]) Scan(v any) error {
	switch v := v.(type) {
	case string:
		return json.Unmarshal([]byte(v), &d.V)
	case []byte:
		return json.Unmarshal(v, &d.V)
	}
	return fmt.Errorf("%T is no document", v)
}

// key is an identifier that may be none: 0 is NULL.
type key[N ~int64] struct{ ID N }

func (k key[N]) Value() (driver.Value, error) {
	if k.ID == 0 {
		return nil, nil
	}
	return int64(k.ID), nil
}

func (k *key[N]) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		k.ID = 0
		return nil
	case int64:
		k.ID = N(v)
		return nil
	}
	return fmt.Errorf("%v is no identifier", v)
}
