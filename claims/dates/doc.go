// Package dates reads the date expressions of news prose as spans of calendar days.
package dates
