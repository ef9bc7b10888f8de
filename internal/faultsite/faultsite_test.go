package faultsite_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound/internal/faultsite"
)

func get(t *testing.T, ctx context.Context, address string) (int, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

func TestHostsArePlainUntilTheyBreak(t *testing.T) {
	t.Parallel()
	site, err := faultsite.Start(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	names := faultsite.Names()
	if slices.Sort(names); len(slices.Compact(names)) != len(faultsite.Names()) {
		t.Error("two faults have one name")
	}
	h := site.Host("500-once")
	if status, body, err := get(t, t.Context(), h.URL+"/jobs"); status != 200 || strings.Count(body, "<li>") != faultsite.Jobs {
		t.Errorf("%d %s %v before it breaks", status, body, err)
	}
	h.Break()
	for _, want := range []int{500, 200} {
		if status, _, err := get(t, t.Context(), h.URL+"/jobs"); status != want {
			t.Errorf("%d, %v; want %d", status, err, want)
		}
	}
	if status, _, _ := get(t, t.Context(), h.URL+"/robots.txt"); status != 404 || h.Requests("") != 2 || h.AtOnce() != 1 {
		t.Errorf("robots.txt %d, %d requests, %d at once", status, h.Requests(""), h.AtOnce())
	}
}

// TestAnswersEndWithTheirClient has clients leave, and a site end with its context.
func TestAnswersEndWithTheirClient(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	site, err := faultsite.Start(ctx, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"drip", "silent", "endless", "200-MB", "gzip-bomb"} {
		h := site.Host(name)
		h.Break()
		client, leave := context.WithCancel(t.Context())
		asked := make(chan error, 1)
		go func() {
			req, _ := http.NewRequestWithContext(client, http.MethodGet, h.URL+"/jobs", nil)
			res, err := http.DefaultTransport.RoundTrip(req)
			if err == nil {
				res.Body.Close()
			}
			asked <- err
		}()
		for h.Requests("") == 0 && t.Context().Err() == nil {
		}
		leave()
		<-asked
	}
	end()
	if _, _, err := get(t, t.Context(), site.Host("500").URL); err == nil {
		t.Error("the site outlives its context")
	}
}
