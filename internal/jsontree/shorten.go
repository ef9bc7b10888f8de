package jsontree

import (
	"bytes"
	"encoding/json"
)

// Shorten returns a JSON text with the first keep elements of each array, indented, its
// members in their order. What is no JSON stays as it is.
func Shorten(text []byte, keep int) []byte {
	if _, err := Parse(text); err != nil {
		return text
	}
	s := shortener{dec: json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))), keep: keep}
	s.dec.UseNumber()
	s.enc = json.NewEncoder(&s.out)
	s.enc.SetEscapeHTML(false)
	if err := s.value(); err != nil {
		return text
	}
	var out bytes.Buffer
	if err := json.Indent(&out, s.out.Bytes(), "", " "); err != nil {
		return text
	}
	return out.Bytes()
}

type shortener struct {
	dec  *json.Decoder
	out  bytes.Buffer
	enc  *json.Encoder
	keep int
}

// value copies one value.
func (s *shortener) value() error {
	tok, err := s.dec.Token()
	if err != nil {
		return err
	}
	switch tok {
	case json.Delim('{'):
		return s.object()
	case json.Delim('['):
		return s.array()
	}
	return s.enc.Encode(tok)
}

func (s *shortener) object() error {
	s.out.WriteByte('{')
	for n := 0; s.dec.More(); n++ {
		if n > 0 {
			s.out.WriteByte(',')
		}
		if err := s.value(); err != nil { // its name
			return err
		}
		s.out.WriteByte(':')
		if err := s.value(); err != nil {
			return err
		}
	}
	return s.end('}')
}

func (s *shortener) array() error {
	s.out.WriteByte('[')
	for n := 0; s.dec.More(); n++ {
		if n >= s.keep {
			var passed json.RawMessage
			if err := s.dec.Decode(&passed); err != nil {
				return err
			}
			continue
		}
		if n > 0 {
			s.out.WriteByte(',')
		}
		if err := s.value(); err != nil {
			return err
		}
	}
	return s.end(']')
}

func (s *shortener) end(bracket byte) error {
	s.out.WriteByte(bracket)
	_, err := s.dec.Token()
	return err
}
