// Package storetest is the suite that every backend of the store must pass. Each test opens a
// store of its own on a real file.
package storetest
