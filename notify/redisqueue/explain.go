package redisqueue

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"stackhound"
)

// noMaintenance keeps the client from asking for notices that plain servers do not know.
var noMaintenance = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}

// silence keeps the client library from writing to standard error on its own: what goes
// wrong is returned as an error, and told once.
var silence = sync.OnceFunc(func() { redis.SetLogger(quiet{}) })

type quiet struct{}

// Printf drops the message.
func (quiet) Printf(context.Context, string, ...any) {}

// explain says in a sentence what is wrong with the server, for the operator; it never
// holds a password. What ends a context is returned as it is.
func (q *Queue) explain(err error) error {
	var network net.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case redis.IsAuthError(err):
		return stackhound.Errorf(stackhound.CodeRefused, "Redis at %s refuses the name or password given", q.addr).
			WithHint("check queue.username and queue.password_file")
	case redis.IsPermissionError(err):
		return stackhound.Errorf(stackhound.CodeRefused, "Redis at %s does not let this user do what a queue needs", q.addr).
			WithHint("give it the commands and the keys that deploy/redis.acl lists")
	case redis.HasErrorPrefix(err, "WRONGTYPE"):
		return stackhound.Errorf(stackhound.CodeRefused, "the key %s in Redis at %s holds something that is no stream", q.stream, q.addr).
			WithHint("remove that key, or set queue.prefix to one of this program's own")
	case redis.IsOOMError(err):
		return stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s has no memory left", q.addr).
			WithHint("what is due stays in the store; raise maxmemory or remove other keys")
	case redis.IsReadOnlyError(err):
		return stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s is a replica that takes no writes", q.addr).WithHint("set queue.url to the primary")
	case redis.IsLoadingError(err):
		return stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s is still loading its data", q.addr)
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded), errors.Is(err, redis.ErrPoolTimeout):
		return stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s cannot be reached: %s", q.addr, reason(err)).
			WithHint("check that it runs and that queue.url is right; what is due stays in the store")
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s: %w", q.addr, err)
}

// reason is the short word for why a server cannot be reached.
func reason(err error) string {
	var call *os.SyscallError
	var name *net.DNSError
	switch {
	case errors.As(err, &call):
		return call.Err.Error()
	case errors.As(err, &name):
		return "there is no host of that name"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, redis.ErrPoolTimeout):
		return "it took too long to answer"
	}
	return "the connection broke"
}
