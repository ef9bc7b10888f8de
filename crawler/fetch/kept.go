package fetch

import (
	"context"

	"stackhound"
	"stackhound/crawler"
)

// Kept is a fetcher that asks nobody: it answers with what is kept of a board.
type Kept struct {
	Board  string
	Bodies interface {
		Get(ctx context.Context, board, url string) (stackhound.Body, error)
	}
}

// Fetch returns the newest answer that is kept of an address; crawler.ErrNotKept when there
// is none. It costs no request.
func (k Kept) Fetch(ctx context.Context, r crawler.Request) (crawler.Response, error) {
	body, err := k.Bodies.Get(ctx, k.Board, r.URL)
	if stackhound.CodeOf(err) == stackhound.CodeNotFound {
		return crawler.Response{}, stackhound.Errorf(stackhound.CodeNotFound, "%s: %w", r.URL, crawler.ErrNotKept)
	}
	if err != nil {
		return crawler.Response{}, err
	}
	res := crawler.Response{URL: body.Final, Status: body.Status, Type: body.Type, Raw: body.Data, Had: body.Fetched}
	if res.URL == "" {
		res.URL = body.URL
	}
	res.Body, res.Doubt = toUTF8(body.Data, body.Type)
	return res, nil
}
