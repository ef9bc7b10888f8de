// Package levels reads where on the ladder a job stands: level words in titles and texts
// ("Sr.", "Head of", "Engineer III") and years of experience asked for.
package levels
