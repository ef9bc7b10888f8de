# What the program's people type. A proof ends with a line that begins with ok or FALLS
# SHORT; its exit status says the same.

.PHONY: build test lint demo secrets proof-alerts proof-cluster proof-drift proof-faults bench-crawl bench-dedupe bench-normalize bench-search bench-search-meili bench-store bench-web

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

secrets: ## what docker-compose.yml needs, made once and never changed
	@deploy/secrets.sh

proof-alerts: ## kills at random moments and before commits: nothing lost, repeats only under their own id
	@go test ./cmd/stackhound -run TestKill -count=1 -v && echo "ok: nothing lost, repeats only under their own id" || { echo "FALLS SHORT"; exit 1; }

proof-cluster: ## senders on PostgreSQL and the server of their queue die under load; two servers share all work; every size comes to the same
	@STACKHOUND_TEST_KILLS=200 STACKHOUND_REQUIRE=postgres,redis go test ./cmd/stackhound -run 'TestWorkersDie|TestTwoServers|TestSizes' -count=1 -timeout 40m -v && echo "ok: nothing lost, nothing done twice" || { echo "FALLS SHORT"; exit 1; }

proof-drift: ## boards of every kind live through 200 runs each and then change their pages: few false alarms, nothing lost
	@STACKHOUND_TEST_PROOF=1 go test ./crawler -run TestBoardsLiveAndDrift -count=1 -timeout 30m -v > drift.log; status=$$?; \
	grep -E 'waits from run|false alarm|too many|as they come' drift.log | sed 's/^ *[a-z_]*.go:[0-9]*: //'; rm -f drift.log; \
	[ $$status = 0 ] && echo "ok: boards that lost fields wait at once, nothing was blanked or closed" || { echo "FALLS SHORT"; exit 1; }

proof-faults: ## every fault of a hostile site met with the limits that ship, and 100,000 URLs that wait, in processes whose memory is measured
	@STACKHOUND_TEST_PROOF=1 go test ./crawler -run '^TestProof(Faults|Pending)$$' -count=1 -v && echo "ok: every fault ended as it must, nothing wrong was stored" || { echo "FALLS SHORT"; exit 1; }

bench-crawl: ## what asking 20 boards of 300 jobs again costs and finds; what reading 20,000 pages takes, in turns with colly and Scrapy
	@go test ./internal/bigsite -run '^$$' -bench . -benchtime 1x -timeout 60m | grep --line-buffered -vE '^(goos|goarch|pkg|cpu|PASS|Benchmark|ok  )' | \
		awk '{ print; fflush() } /^ok: / { ok++ } /^FALLS SHORT/ { short++ } END { exit short || ok != 2 }'

bench-dedupe: ## what understanding each of a million listings takes, of which 15 in 100 show a job again, and how many are found; beside writing as much to plain tables
	@go test ./internal/bigboards -run '^$$' -bench . -benchtime 1x -timeout 90m | grep --line-buffered -vE '^(goos|goarch|pkg|cpu|PASS|Benchmark|ok  )' | \
		awk '{ print; fflush() } /^ok: / { ok++ } END { exit ok != 1 }'

bench-normalize: ## ads read a second on one core beside a plain pass over their bytes, and the memory all words take
	@go test ./understand/normalize -run '^$$' -bench '^BenchmarkRates$$' -benchtime 1x | grep --line-buffered -vE '^(goos|goarch|pkg|cpu|PASS|Benchmark|ok  )' | \
		awk '{ print; fflush() } /^ok: / { ok++ } END { exit ok != 1 }'

bench-search bench-store bench-web: ## timings of one room, without a peer yet
	go test -run '^$$' -bench . -benchmem $(room_$@)

bench-search-meili: ## what the adapter adds to a search; needs STACKHOUND_TEST_MEILI_URL and STACKHOUND_TEST_MEILI_KEY
	@go test ./search/meili -run '^$$' -bench Overhead -benchtime 1x -v | grep -E 'postings indexed|ratio|missing|^ok: |^FALLS SHORT' | tee /dev/stderr | tail -1 | grep -q '^ok: '

room_bench-search = ./search/embedded
room_bench-store = ./store/sqlite
room_bench-web = ./web
