package skills

import (
	"runtime"
	"strings"
	"testing"
)

// advert is an ad of about 3,000 characters, as dense in names as real ones.
var advert = strings.Repeat(`We build the platform that plans deliveries for small shops. You will work on services written in Go,
talk to people who use them, and keep them running. The rest of the team sits in Porto and Graz, and we go where our customers are.

Requirements
- 4+ years of experience with Go or Python, and some Rust
- PostgreSQL, Redis and Kafka in production; you know what an index costs
- Docker, Kubernetes (EKS), Terraform and GitHub Actions
- REST APIs and gRPC, distributed systems, caching and event-driven design
- Clear English, written and spoken

Nice to have
- React or Vue, TypeScript
- Prometheus, Grafana, OpenTelemetry

What we offer: 30 days off, a budget for learning, an office by the harbor, an express lane for good ideas and the occasional summer bash.
`, 4)[:3000]

func BenchmarkScanAll(b *testing.B) {
	known()
	b.SetBytes(int64(len(advert)))
	b.ReportAllocs()
	for b.Loop() {
		ScanAll(advert)
	}
}

// BenchmarkLoad is what the first question costs a program. It prints what the
// vocabulary keeps of memory.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load(own()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(heldBytes(b))/(1<<20), "MB-held")
}

// heldBytes measures the memory a loaded vocabulary keeps.
func heldBytes(tb testing.TB) uint64 {
	tb.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	lex, err := load(own())
	if err != nil {
		tb.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(lex)
	return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
}
