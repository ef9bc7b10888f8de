package sample

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// patience is how long a server that stops waits for answers under way: long on loopback.
const patience = 300 * time.Millisecond

// server is an HTTP server on loopback with a tidy end.
type server struct {
	http http.Server
	done sync.WaitGroup
}

// serve answers on the listener until stop is called.
func serve(listener net.Listener, handler http.Handler) *server {
	s := &server{http: http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}}
	s.done.Go(func() { _ = s.http.Serve(listener) })
	return s
}

// stop closes the listener, waits a moment for answers under way and cuts off the rest.
func (s *server) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
	s.done.Wait()
}
