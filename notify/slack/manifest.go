package slack

import (
	"encoding/json"
	"fmt"

	"claimwatch/notify/slack/blocks"
)

// The parts of an app's manifest, schema v2 (docs.slack.dev/reference/app-manifest, read 2026-11-22).
type (
	manifest struct {
		Metadata struct {
			Major int `json:"major_version"`
			Minor int `json:"minor_version"`
		} `json:"_metadata"`
		Display  manifestDisplay  `json:"display_information"`
		Features manifestFeatures `json:"features"`
		OAuth    manifestOAuth    `json:"oauth_config"`
		Settings manifestSettings `json:"settings"`
	}
	manifestDisplay struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Background  string `json:"background_color"`
	}
	manifestFeatures struct {
		Home      manifestHome       `json:"app_home"`
		Bot       manifestBot        `json:"bot_user"`
		Shortcuts []manifestShortcut `json:"shortcuts"`
		Commands  []manifestCommand  `json:"slash_commands"`
	}
	manifestHome struct {
		Home     bool `json:"home_tab_enabled"`
		Messages bool `json:"messages_tab_enabled"`
		ReadOnly bool `json:"messages_tab_read_only_enabled"`
	}
	manifestBot struct {
		Name   string `json:"display_name"`
		Online bool   `json:"always_online"`
	}
	manifestShortcut struct {
		Name        string          `json:"name"`
		Type        string          `json:"type"`
		Callback    blocks.Callback `json:"callback_id"`
		Description string          `json:"description"`
	}
	manifestCommand struct {
		Command     string `json:"command"`
		Description string `json:"description"`
		Usage       string `json:"usage_hint"`
		Escape      bool   `json:"should_escape"`
	}
	manifestOAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	}
	manifestSettings struct {
		Events struct {
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			On bool `json:"is_enabled"`
		} `json:"interactivity"`
		Org      bool `json:"org_deploy_enabled"`
		Socket   bool `json:"socket_mode_enabled"`
		Rotation bool `json:"token_rotation_enabled"`
	}
)

// Manifest returns the manifest of the newsroom's own app: what it is called, what people can do,
// and the scopes that Check asks for, no more. Nothing of it needs a public address.
func Manifest() ([]byte, error) {
	m := manifest{
		Display: manifestDisplay{"claimwatch", "Remembers what reports left open, and asks until an editor says how it ended.", "#1f3a5f"},
		Features: manifestFeatures{
			Home: manifestHome{Home: true, Messages: true, ReadOnly: true},
			Bot:  manifestBot{"claimwatch", true},
			Shortcuts: []manifestShortcut{
				{"Track this claim", "message", blocks.ShortcutTrack, "Follow up what this message says"},
				{"Track a claim", "global", blocks.ShortcutAdd, "Write down what is to be followed up"},
				{"Read a report", "global", blocks.ShortcutIngest, "Find what a report leaves open"},
			},
			Commands: []manifestCommand{{"/claim", "Open items of your reports", "add, list, show, close, snooze, assign, next, digest, help", true}},
		},
	}
	m.Metadata.Major = 2
	for _, s := range scopes {
		m.OAuth.Scopes.Bot = append(m.OAuth.Scopes.Bot, s.name)
	}
	m.Settings.Events.Bot = []string{"app_home_opened", "app_uninstalled", "tokens_revoked"}
	m.Settings.Interactivity.On, m.Settings.Socket = true, true
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return b, nil
}
