// Command hello is the least that a Go program does: what starting one costs.
package main

import "os"

func main() { os.Stdout.WriteString("hello\n") }
