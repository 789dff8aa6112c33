package interact

import (
	"context"
	"errors"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// hours reads when somebody wants to be told of their own claims. Errors: *fault.
func hours(f Form) (claims.DigestHours, error) {
	if f[blocks.FieldTold] != blocks.Yes {
		return claims.DigestHours{}, nil
	}
	if f[blocks.FieldDays] == "" {
		return claims.DigestHours{}, &fault{blocks.FieldDays, "Choose at least one day."}
	}
	h, err := claims.ParseDigestHours(f[blocks.FieldClock] + " " + f[blocks.FieldDays])
	if err != nil {
		return h, &fault{blocks.FieldClock, "Choose a time."}
	}
	return h, nil
}

// askDigest opens the form.
func (d *deed) askDigest(ctx context.Context) error {
	h, err := d.cfg.Register.DigestHours(ctx, d.who.id)
	if err != nil {
		return err
	}
	return d.open(ctx, blocks.DigestModal(d.style(), h))
}

// chooseDigest keeps what the form says. App Home shows it.
func (d *deed) chooseDigest(ctx context.Context) error {
	h, err := hours(d.Form)
	if at := (*fault)(nil); errors.As(err, &at) {
		return &claims.InvalidError{Field: string(at.at), Problem: at.says}
	}
	return d.keepHours(ctx, h)
}

func (d *deed) keepHours(ctx context.Context, h claims.DigestHours) error {
	if err := d.cfg.Register.SetDigestHours(ctx, d.who.id, h, d.cfg.Now()); err != nil {
		return err
	}
	d.refreshHome(ctx, d.who)
	return nil
}

// slashDigest opens the form, or takes the hours as they are written.
func (d *deed) slashDigest(ctx context.Context, rest string) error {
	if rest == "" {
		return d.askDigest(ctx)
	}
	h, err := claims.ParseDigestHours(rest)
	if err != nil {
		return err
	}
	if err := d.keepHours(ctx, h); err != nil {
		return err
	}
	d.show(ctx, d.Event, blocks.Told(d.style(), h))
	return nil
}
