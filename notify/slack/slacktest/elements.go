package slacktest

// element checks an interactive element of a section, of actions or of an input.
func (c *checker) element(at string, e object) {
	kind, _ := e["type"].(string)
	at += " " + kind
	c.string(at+" action_id", e["action_id"], maxID)
	c.optionalText(at+" placeholder", e["placeholder"], maxPlaceholder, true)
	c.confirm(at, e["confirm"])
	switch kind {
	case "button":
		c.button(at, e)
	case "overflow":
		c.options(at, e, maxOverflow)
	case "static_select", "multi_static_select":
		c.options(at, e, maxOptions)
	case "radio_buttons", "checkboxes":
		c.options(at, e, maxRadio)
	case "plain_text_input", "url_text_input", "email_text_input", "number_input", "datepicker", "timepicker", "datetimepicker",
		"users_select", "conversations_select", "channels_select", "external_select", "multi_users_select", "multi_external_select", "image":
	default:
		c.wrong(at, "unknown element")
	}
}

func (c *checker) button(at string, e object) {
	c.textOf(at, e["text"], maxButton, true)
	c.string(at+" value", e["value"], maxValue)
	c.string(at+" url", e["url"], maxURL)
	if style, ok := e["style"].(string); ok && style != "primary" && style != "danger" {
		c.wrong(at, "style %q", style)
	}
}

func (c *checker) options(at string, e object, most int) {
	list := objects(e["options"])
	if groups := objects(e["option_groups"]); len(groups) > 0 {
		for _, g := range groups {
			list = append(list, objects(g["options"])...)
		}
	}
	c.some(at, list, 1, most)
	for _, o := range list {
		t, _ := o["text"].(object)
		c.textOf(at+" option", o["text"], maxOption, t["type"] != "mrkdwn" || e["type"] == "static_select" || e["type"] == "overflow")
		c.optionalText(at+" description", o["description"], maxOption, false)
		c.string(at+" value", o["value"], maxOptionValue)
	}
}

func (c *checker) confirm(at string, v any) {
	o, ok := v.(object)
	if !ok {
		return
	}
	c.textOf(at+" confirm title", o["title"], maxConfirmTitle, true)
	c.textOf(at+" confirm text", o["text"], maxConfirmText, false)
	c.textOf(at+" confirm", o["confirm"], maxConfirmWord, true)
	c.textOf(at+" deny", o["deny"], maxConfirmWord, true)
}
