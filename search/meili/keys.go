package meili

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/internal/safehttp"
	"stackhound/internal/secret"
)

const makeKeysHint = "make a search key and a write key of its own with stackhound searchkeys, and keep the master key away from here"

// What the two keys may do, and nothing else.
var (
	searchActions = []string{"search"}
	writeActions  = []string{"documents.add", "documents.delete", "indexes.create", "indexes.delete", "indexes.get", "indexes.swap", "settings.update", "tasks.get"}
)

// MakeKeys makes the two keys for an index at a server, or finds those it made before:
// their uids follow from the index's name, and a key from its uid and the master key. A
// key that was changed since is made anew.
func MakeKeys(ctx context.Context, url, master, index string) (search, write secret.Text, err error) {
	client, err := safehttp.Operator(url, keysTimeout)
	if err != nil {
		return "", "", err
	}
	e := &Engine{index: cmp.Or(index, DefaultIndex), url: strings.TrimRight(url, "/")}
	m := manager(e.url, secret.Text(master), client)
	if err := e.checkVersion(ctx, m); err != nil {
		return "", "", err
	}
	if search, err = e.makeKey(ctx, m, "search", searchActions); err != nil {
		return "", "", err
	}
	write, err = e.makeKey(ctx, m, "write", writeActions)
	return search, write, err
}

const keysTimeout = 10 * time.Second

// makeKey makes one key, or finds it.
func (e *Engine) makeKey(ctx context.Context, m meilisearch.ServiceManager, role string, actions []string) (secret.Text, error) {
	want := &meilisearch.Key{
		UID: keyUID(e.index, role), Name: "stackhound " + role, Description: "Made by stackhound for the index " + e.index,
		Actions: actions, Indexes: []string{e.index + "*"},
	}
	got, err := m.CreateKeyWithContext(ctx, want)
	if codeOf(err) == codeKeyExists {
		if got, err = m.GetKeyWithContext(ctx, want.UID); err == nil && !sameRights(got, want) {
			if _, err = m.DeleteKeyWithContext(ctx, want.UID); err == nil {
				got, err = m.CreateKeyWithContext(ctx, want)
			}
		}
	}
	if code := codeOf(err); code == codeWrongKey || code == codeNoKey {
		return "", stackhound.Errorf(stackhound.CodeRefused, "Meilisearch at %s does not take this for its master key", e.url).
			WithHint("use the one that it was started with")
	}
	if err != nil {
		return "", e.explain(err)
	}
	return secret.Text(got.Key), nil
}

func sameRights(a, b *meilisearch.Key) bool {
	return slices.Equal(slices.Sorted(slices.Values(a.Actions)), slices.Sorted(slices.Values(b.Actions))) && slices.Equal(a.Indexes, b.Indexes) && a.ExpiresAt.IsZero()
}

// keyUID is a UUID that follows from what a key is for (RFC 9562, version 8).
func keyUID(index, role string) string {
	sum := sha256.Sum256([]byte("stackhound " + index + " " + role))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// oldest is the oldest server that works: attributeRank came later than most there is.
const oldestMajor, oldestMinor = 1, 50

// check holds once that the server is new enough and that the keys may do no more than
// they must.
func (e *Engine) check(ctx context.Context) error {
	e.mu.Lock()
	checked := e.checked
	e.mu.Unlock()
	if checked {
		return nil
	}
	if err := e.checkVersion(ctx, e.reader); err != nil {
		return err
	}
	if err := e.checkKeys(ctx); err != nil {
		return err
	}
	e.mu.Lock()
	e.checked = true
	e.mu.Unlock()
	return nil
}

// MayFill holds that the server is there and takes the write key: CodeRefused when it does
// not, so that a process with a wrong key leaves the work to one with the right one.
func (e *Engine) MayFill(ctx context.Context) error {
	if err := e.check(ctx); err != nil {
		return err
	}
	takes, err := e.may(ctx, e.writeKey, http.MethodGet, "/tasks?limit=1")
	if err == nil && !takes {
		err = stackhound.Errorf(stackhound.CodeRefused, "Meilisearch at %s does not take the write key", e.url).
			WithHint("check search.write_key_file; %s", makeKeysHint)
	}
	return err
}

// checkVersion refuses a server that is too old. The version is told to the master key
// and to keys for all indexes only; where a key may not know it, an old server shows
// when it refuses our settings (codeBadRules).
func (e *Engine) checkVersion(ctx context.Context, m meilisearch.ServiceManager) error {
	version, err := e.versionFor(ctx, m)
	if err != nil || version == "" {
		return err
	}
	parts := strings.SplitN(version+"..", ".", 3)
	major, _ := strconv.Atoi(parts[0])
	minor, _ := strconv.Atoi(parts[1])
	if major > oldestMajor || major == oldestMajor && minor >= oldestMinor {
		return nil
	}
	return e.tooOld("version " + version)
}

// Version returns the server's version, "" where the keys given may not know it: only
// keys for all indexes may.
func (e *Engine) Version(ctx context.Context) (string, error) {
	return e.versionFor(ctx, e.reader)
}

func (e *Engine) versionFor(ctx context.Context, m meilisearch.ServiceManager) (string, error) {
	v, err := m.VersionWithContext(ctx)
	switch {
	case codeOf(err) == codeWrongKey:
		return "", nil
	case err != nil:
		return "", e.explain(err)
	}
	return v.PkgVersion, nil
}

func (e *Engine) tooOld(what string) error {
	return stackhound.Errorf(stackhound.CodeRefused, "Meilisearch at %s is %s, and %d.%d or newer is needed", e.url, what, oldestMajor, oldestMinor).
		WithHint("upgrade it; the index is built anew from the store, so nothing needs to be carried over")
}

// deeds are requests that the server refuses for what they hold, but only after it has
// looked at whether the key may make them: nothing is ever changed.
var deeds = []struct{ method, path, action string }{
	{http.MethodPost, "/indexes/%s/documents", "documents.add"},
	{http.MethodPatch, "/indexes/%s/settings", "settings.update"},
	{http.MethodPost, "/indexes", "indexes.create"},
	{http.MethodPost, "/swap-indexes", "indexes.swap"},
	{http.MethodPost, "/indexes/%s/documents/delete-batch", "documents.delete"},
}

// checkKeys refuses keys that may do more than they are for.
func (e *Engine) checkKeys(ctx context.Context) error {
	for name, key := range map[string]secret.Text{"search": e.searchKey, "write": e.writeKey} {
		if key == "" {
			continue
		}
		lists, err := e.may(ctx, key, http.MethodGet, "/keys")
		if err != nil {
			return err
		}
		if lists {
			return stackhound.Errorf(stackhound.CodeRefused, "the %s key for Meilisearch is the master key, or one as mighty: it may list keys", name).WithHint("%s", makeKeysHint)
		}
	}
	for _, d := range deeds {
		path := d.path
		if strings.Contains(path, "%s") {
			path = fmt.Sprintf(path, e.index)
		}
		may, err := e.may(ctx, e.searchKey, d.method, path)
		if err != nil {
			return err
		}
		if may {
			return stackhound.Errorf(stackhound.CodeRefused, "the search key for Meilisearch may write (%s)", d.action).WithHint("%s", makeKeysHint)
		}
	}
	return nil
}

// may tells whether a key is let in to a route. What is sent is no JSON, so that
// nothing comes of it.
func (e *Engine) may(ctx context.Context, key secret.Text, method, path string) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, method, e.url+path, strings.NewReader("-"))
	if err != nil {
		return false, err
	}
	req.Header.Set("Authorization", "Bearer "+key.Reveal())
	req.Header.Set("Content-Type", "text/plain")
	res, err := e.client.Do(req)
	if err != nil {
		return false, e.unreachable(&meilisearch.Error{OriginError: err})
	}
	defer res.Body.Close()
	var said struct{ Code, Message string }
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		err = json.Unmarshal(text, &said)
	}
	switch {
	case err != nil || res.StatusCode >= http.StatusInternalServerError || said.Code == codeNoMaster:
		return false, e.sentence(said.Code, said.Message, res.StatusCode)
	case said.Code == codeWrongKey || said.Code == codeNoKey:
		return false, nil
	}
	return true, nil
}
