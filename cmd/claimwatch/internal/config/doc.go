// Package config reads the settings: defaults, then one YAML file, then the environment.
//
// It owns the keys of the file, their defaults, their bounds and the names of the secrets. It
// refuses to know how a cron line is run (the check is passed in) and to decide anything about
// claims: the rules are handed on as policy.Settings.
//
// Invariants: a file is taken whole or not at all; every fault is reported, each with its line
// and what would be right; what is odd but allowed is a Warning. A Secret never prints itself.
package config
