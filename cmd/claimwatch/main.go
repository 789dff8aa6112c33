// Command claimwatch remembers what a report left open, and reminds the desk until an editor
// says how it ended.
package main

import (
	"os"

	"claimwatch/cmd/claimwatch/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:])) }
