package blocks

import (
	"unicode/utf16"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// An ask is an input of a form: where its errors are shown, what it is called, a hint.
type ask struct {
	field    Field
	label    string
	hint     string
	optional bool
}

func (a ask) input(e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(string(a.field), plain(a.label, maxLabel), nil, e)
	if a.hint != "" {
		b.Hint = plain(a.hint, maxLabel)
	}
	b.Optional = a.optional
	return b
}

// text asks for words on one line, paragraph for several.
func (a ask) text(value string) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, Input)
	e.InitialValue = clip(oneLine(value), maxInitial)
	return a.input(e)
}

func (a ask) paragraph(value string) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, Input)
	e.Multiline, e.InitialValue = true, clip(strip(value), maxInitial)
	return a.input(e)
}

// link asks for an address.
func (a ask) link() slack.Block { return a.input(slack.NewURLTextInputBlockElement(nil, Input)) }

// date asks for a day; the zero day is none to begin with.
func (a ask) date(d claims.Day) slack.Block {
	e := slack.NewDatePickerBlockElement(Input)
	if !d.IsZero() {
		e.InitialDate = d.String()
	}
	return a.input(e)
}

// user asks for a member of the workspace; an id that is none of a person is nobody to begin with.
func (a ask) user(id string) slack.Block {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, Input)
	if isID(id) && id[0] != 'S' {
		e.InitialUser = id
	}
	return a.input(e)
}

// yes is a checkbox with one option.
func (a ask) yes(words string, checked bool) slack.Block {
	o := slack.NewOptionBlockObject(Yes, plain(words, maxOption), nil)
	e := slack.NewCheckboxGroupsBlockElement(Input, o)
	if checked {
		e.InitialOptions = []*slack.OptionBlockObject{o}
	}
	return a.input(e)
}

// kind asks for one of the seven; "" is none to begin with.
func (a ask) kind(chosen claims.Kind) slack.Block {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, Input)
	for _, k := range claims.Kinds() {
		o := slack.NewOptionBlockObject(string(k), plain(upper(string(k))+": "+lower(k.Question()), maxOption), nil)
		e.Options = append(e.Options, o)
		if k == chosen {
			e.InitialOption = o
		}
	}
	return a.input(e)
}

// holds reports whether a field of a form can hold a text in full. What it cannot hold is left out
// of the form, and stays as it is.
func holds(s string) bool { return len(utf16.Encode([]rune(s))) <= maxInitial }
