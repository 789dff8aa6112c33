# The first target prints the others. Everything is built below bin/, which is not kept.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test faults fuzz bench score lint lint-tool fmt fmt-check vet check

FUZZTIME ?= 10s
LINT_VERSION := v2.15.0
LINT := $(shell go env GOPATH)/bin/golangci-lint-$(LINT_VERSION)
SAMPLE := cmd/claimwatch/internal/app/sample.txt

help: ## print this list
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## run the daemon in this terminal, on a database of its own, with the sample report
	@mkdir -p bin/run
	bin/claimwatch --db bin/run/claimwatch.db ingest --accept --title "Putin and Xi talk by video link" --source "claimwatch sample" $(SAMPLE)
	bin/claimwatch --db bin/run/claimwatch.db daemon --terminal

build: ## build bin/claimwatch (needs a C compiler, for SQLite)
	go build -o bin/claimwatch ./cmd/claimwatch

test: ## run all tests with the race detector, then a thousand kills and the load without it
	go test -race ./...
	go test -count=1 -run 'TestFaults|TestLoad|TestSoak' ./cmd/claimwatch/internal/faults

faults: ## kill the daemon 10,000 times while Slack fails, and print what was lost or doubled
	CLAIMWATCH_FAULTS=long go test -count=1 -timeout 3h -v -run 'TestFaults|TestModel|TestSoak' ./cmd/claimwatch/internal/faults | grep -v -e '^=== ' -e '--- PASS'

fuzz: ## fuzz each target for FUZZTIME (10s)
	@grep -rnoE '^func Fuzz[A-Za-z0-9_]+' --include='*_test.go' . | sed -E 's|^(.*)/[^/]+:[0-9]+:func (.*)$$|\1 \2|' | sort | \
	while read -r folder target; do \
		echo "$$folder $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x "$$folder"; \
	done

bench: ## run the benchmarks
	go test -run '^$$' -bench . -benchmem -timeout 1h ./...

score: ## measure extraction on annotated reports: make score REPORTS=folder
	@test -n "$(REPORTS)" || { echo "make score needs a folder of annotated reports: make score REPORTS=folder" >&2; exit 2; }
	go run ./claims/extract/train -reports "$(REPORTS)"

lint: lint-tool ## run golangci-lint
	$(LINT) run

lint-tool:
	@test -x $(LINT) || { \
		folder=$$(mktemp -d); \
		GOBIN=$$folder go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION); \
		mkdir -p $(dir $(LINT)); mv $$folder/golangci-lint $(LINT); rmdir $$folder; \
	}

fmt: ## format the code
	gofmt -w .

fmt-check:
	@found=$$(gofmt -l .); test -z "$$found" || { echo "not formatted; run make fmt:" >&2; echo "$$found" >&2; exit 1; }

vet:
	go vet ./...

check: ## do exactly what CI does
	.ci/run
