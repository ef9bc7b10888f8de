# What the program's people type. A bench or proof prints its table and a last line that
# begins with ok or FALLS SHORT; its exit status says the same.

.PHONY: build test lint demo proof-alerts bench

build: ## the program, as it ships
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/stackhound ./cmd/stackhound

test: ## everything that needs only Go
	go test ./...

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	cd .ci/tools && go build -o ../../bin/staticcheck honnef.co/go/tools/cmd/staticcheck
	bin/staticcheck ./...

demo: build
	bin/stackhound demo

proof-alerts: ## 50 kills of a running program: nothing lost, nothing doubled but under its own id
	go test ./cmd/stackhound -run TestKill -count=1 -v

bench:
	go test -run '^$$' -bench . -benchmem ./...
