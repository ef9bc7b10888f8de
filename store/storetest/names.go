package storetest

import (
	"reflect"
	"runtime"
	"strings"
)

// nameOf is the name of a test's function.
func nameOf(test func(*bench)) string {
	name := runtime.FuncForPC(reflect.ValueOf(test).Pointer()).Name()
	return name[strings.LastIndex(name, ".")+1:]
}
