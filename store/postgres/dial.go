package postgres

import (
	"net"
	"time"
)

// How long what was sent may stay without an answer of the other machine, and how long a
// silent connection goes without asking whether that machine is still there.
const (
	unansweredTime = 20 * time.Second
	keepAliveTime  = 15 * time.Second
)

// dialer makes connections that end when the network swallows what is sent over them. The
// system alone goes on trying for a quarter of an hour.
func dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:         dialTime,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepAliveTime, Interval: keepAliveTime},
		Control:         limitUnanswered,
	}
}
