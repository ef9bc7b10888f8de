package meili

import (
	"context"
	"encoding/json"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"stackhound"
	"stackhound/search"
)

// maxPayload is how many bytes of documents are sent at once. The server takes 100 MB by
// default.
const maxPayload = 20 << 20

// Update removes and adds documents. The position goes in with the last of the
// documents, in one task, so that the one never holds without the other.
func (e *Engine) Update(ctx context.Context, b search.Batch) error {
	e.update.Lock()
	defer e.update.Unlock()
	err := e.apply(ctx, b)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refused = nil; stackhound.CodeOf(err) == stackhound.CodeRefused {
		e.refused = err
	}
	return err
}

func (e *Engine) apply(ctx context.Context, b search.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	uid, err := e.filling(ctx, b.From)
	if err != nil {
		return err
	}
	if len(b.Del) > 0 {
		info, err := e.writer.Index(uid).DeleteDocumentsWithContext(ctx, b.Del, nil)
		if err := e.wait(ctx, info, err); err != nil {
			return err
		}
	}
	if err := e.put(ctx, uid, b); err != nil {
		return err
	}
	if b.Last && uid != e.index {
		return e.swap(ctx)
	}
	return nil
}

// put adds documents and, behind them, the position.
func (e *Engine) put(ctx context.Context, uid string, b search.Batch) error {
	var chunk []json.RawMessage
	size := 0
	for _, d := range b.Put {
		doc, err := encode(d)
		if err != nil {
			return err
		}
		if size += len(doc); size > maxPayload && len(chunk) > 0 {
			if err := e.add(ctx, uid, chunk); err != nil {
				return err
			}
			chunk, size = nil, len(doc)
		}
		chunk = append(chunk, doc)
	}
	if b.Position != "" {
		chunk = append(chunk, e.mark(b.Position).encode())
	}
	return e.add(ctx, uid, chunk)
}

// add adds documents in one task.
func (e *Engine) add(ctx context.Context, uid string, docs []json.RawMessage) error {
	if len(docs) == 0 {
		return nil
	}
	info, err := e.writer.Index(uid).AddDocumentsWithContext(ctx, docs, nil)
	return e.wait(ctx, info, err)
}

// How long to wait between two looks at a task: from the first, doubling, to the
// longest. A single document takes the server tens to hundreds of milliseconds.
const (
	firstLook   = 5 * time.Millisecond
	longestLook = 320 * time.Millisecond
)

// wait waits for the task that a request began; err is the request's own.
func (e *Engine) wait(ctx context.Context, info *meilisearch.TaskInfo, err error) error {
	if err != nil {
		return e.explain(err)
	}
	for pause := firstLook; ; pause = min(2*pause, longestLook) {
		task, err := e.writer.GetTaskWithContext(ctx, info.TaskUID)
		if err != nil {
			return e.explain(err)
		}
		switch task.Status {
		case meilisearch.TaskStatusSucceeded:
			return nil
		case meilisearch.TaskStatusFailed:
			return e.sentence(task.Error.Code, task.Error.Message, 0)
		case meilisearch.TaskStatusCanceled:
			return stackhound.Errorf(stackhound.CodeUnavailable, "somebody canceled a task of ours at Meilisearch (number %d)", info.TaskUID).
				WithHint("it is tried again")
		}
		if err := e.clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
