// Package places knows countries and their states, cities and towns, and the regions job
// ads speak of ("EU", "LATAM", "UTC-5..UTC+2"): which lies within which, and who may take
// a remote job limited to some of them.
//
// Places are written as codes: ISO 3166-1 alpha-2 for countries ("DE"), with the state
// behind it where that says more ("US-CA"), and the region words of stackhound.RegionWords.
//
// The knowledge stands in text files beside the code. Their names are prepared in names.bin,
// which TestTable holds to what they say (-update writes it anew) and which is searched as it
// lies there. Some 1,800 cities where software is made, with their names in other languages, states,
// regions and time zones are written by hand; towns.txt is made from GeoNames
// (geonames.org, licence CC BY 4.0), countrynames.txt from Unicode CLDR (Unicode License
// v3), both by gen.go.
package places
