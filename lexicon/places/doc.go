// Package places knows countries, states, some eight hundred cities where software is
// made, and the regions job ads speak of ("EU", "LATAM", "UTC-5..UTC+2"): which lies
// within which, and who may take a remote job limited to some of them.
//
// Places are written as codes: ISO 3166-1 alpha-2 for countries ("DE"), with the state
// behind it where that says more ("US-CA"), and the region words of stackhound.RegionWords.
// The knowledge stands in text files beside the code.
package places
