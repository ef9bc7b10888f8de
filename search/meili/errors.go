package meili

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
)

// The server's codes that lead to a sentence of their own.
const (
	codeNoIndex   = "index_not_found"
	codeWrongKey  = "invalid_api_key"
	codeNoKey     = "missing_authorization_header"
	codeNoMaster  = "missing_master_key"
	codeBadFilter = "invalid_search_filter"
	codeBadID     = "invalid_document_id"
	codeBadRules  = "invalid_settings_ranking_rules" // a server before 1.50 knows no attributeRank
	codeTooLarge  = "payload_too_large"
	codeDiskFull  = "no_space_left_on_device"
	codeIndexFull = "database_size_limit_reached"
	codeTooMany   = "too_many_search_requests"
	codeOpenFiles = "too_many_open_files"
	codeKeyExists = "api_key_already_exists"
)

// explain turns what the library returns into a sentence. The library's own text is
// left out: it repeats whole requests.
func (e *Engine) explain(err error) error {
	var api *meilisearch.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case !errors.As(err, &api):
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s cannot be asked: %w", e.url, err)
	case api.StatusCode == 0:
		return e.unreachable(api)
	}
	return e.sentence(api.MeilisearchApiError.Code, api.MeilisearchApiError.Message, api.StatusCode)
}

// unreachable explains a request that got no answer, or none that can be read.
func (e *Engine) unreachable(api *meilisearch.Error) error {
	cause := api.OriginError
	if cause == nil {
		cause = errors.New("no answer")
	}
	var request *url.Error // it names the address once more
	if errors.As(cause, &request) {
		cause = request.Err
	}
	if errors.Is(cause, context.DeadlineExceeded) || isTimeout(cause) {
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s did not answer in time: %w", e.url, cause).
			WithHint("it may be busy or too small for the index; searches get %s", searchDeadline)
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s cannot be reached: %w", e.url, cause).
		WithHint("check that it runs there and that search.url is right")
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// sentence says what a code of the server means for us; status is 0 for a task's.
func (e *Engine) sentence(code, message string, status int) error {
	switch code {
	case codeNoIndex:
		return e.missing()
	case codeWrongKey, codeNoKey:
		return stackhound.Errorf(stackhound.CodeRefused, "Meilisearch at %s does not take this key for the index %s", e.url, e.index).
			WithHint("%s", makeKeysHint)
	case codeNoMaster:
		return stackhound.Errorf(stackhound.CodeRefused, "Meilisearch at %s asks nobody for a key", e.url).
			WithHint("start it with --master-key, then make two keys: %s", makeKeysHint)
	case codeDiskFull, codeIndexFull:
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s has no room left for the index %s", e.url, e.index).
			WithHint("free or add disk space there; what could not be indexed is tried again")
	case codeTooLarge:
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s takes no payload as large as a batch of postings", e.url).
			WithHint("raise its --http-payload-size-limit to 100 MB, which is its default")
	case codeBadRules:
		return e.tooOld("an older version")
	case codeBadID:
		return stackhound.Errorf(stackhound.CodeInvalid, "a posting has an id that Meilisearch cannot hold: %s", firstLine(message))
	}
	return e.passing(code, message, status)
}

// passing explains what may well be over at the next try.
func (e *Engine) passing(code, message string, status int) error {
	busy := code == codeTooMany || code == codeOpenFiles
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
		busy = true
	case http.StatusInsufficientStorage:
		return e.sentence(codeDiskFull, message, 0)
	case http.StatusRequestEntityTooLarge:
		return e.sentence(codeTooLarge, message, 0)
	case http.StatusUnauthorized, http.StatusForbidden:
		return e.sentence(codeWrongKey, message, 0)
	}
	if busy {
		return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s is too busy to answer", e.url).WithHint("try again in a moment; if it stays so, give it more memory or fewer neighbours")
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "Meilisearch at %s failed: %s (%s)", e.url, firstLine(message), code).WithHint("see the server's log")
}

// codeOf returns the server's code in an error of the library, "" if it has none.
func codeOf(err error) string {
	var api *meilisearch.Error
	if errors.As(err, &api) {
		return api.MeilisearchApiError.Code
	}
	return ""
}

// firstLine keeps a foreign message to what fits a sentence.
func firstLine(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	if runes := []rune(line); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return line
}
