package crawler

import (
	"strings"
	"testing"
)

// ad is running text as ads have it, longer than a page that says that it is gone.
var ad = "<p>" + strings.Repeat("We build ledgers for freight and look for somebody who likes to see them balance. ", 6) + "</p>"

func head(title string) string {
	return "<!doctype html><html><head><title>" + title + "</title></head><body>"
}

// TestPagesThatSayTheyAreNone holds what the words of a page are taken for: "over" where
// they say that the job is, "missing" where that there is no such page, "" where neither
// is said of the job, whose title is Senior Go Engineer.
func TestPagesThatSayTheyAreNone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ page, want string }{
		// There is no such page.
		{head("Page not found") + ad, "missing"},
		{head("404") + ad, "missing"},
		{head("404 | Acme Jobs") + ad, "missing"},
		{head("Error 404 (Not Found)!!1") + ad, "missing"},
		{head("Not Found - Acme Careers") + ad, "missing"},
		{head("Acme – Page Not Found") + ad, "missing"},
		{head("Acme") + "<h1>Oops! Page not found.</h1>" + ad, "missing"},
		{head("Acme") + "<h1>404</h1><h2>The page you are looking for doesn’t exist</h2>" + ad, "missing"},
		{head("Acme") + "<h1>Sorry, we can't find that page</h1>" + ad, "missing"},
		{head("Acme") + "<h1><img src='logo.png'></h1><h1>Job not found</h1>" + ad, "missing"},
		{head("Acme") + "<h1>Acme</h1><h2>This page is no longer available</h2>" + ad, "missing"},
		{head("Acme") + "<p>The job you are looking for does not exist.</p><a href='/'>See all jobs</a>", "missing"},
		{`<meta property="og:title" content="Page not found"><title>Acme</title>` + ad, "missing"},
		{`<meta name="prerender-status-code" content="404"><title>Acme</title><div id="root"></div>`, "missing"},
		{head("Acme") + "<nav>Home Jobs Blog</nav><p>Page not found.</p>", "missing"},
		{head("Seite nicht gefunden | Acme") + ad, "missing"},
		{head("Acme") + "<h1>Die angeforderte Seite wurde leider nicht gefunden</h1>" + ad, "missing"},
		{head("Fehler 404 – Seite nicht gefunden") + ad, "missing"},
		{head("Page introuvable - Acme") + ad, "missing"},
		{head("Acme") + "<h1>Désolé, cette page n’existe plus</h1>" + ad, "missing"},
		{head("Página no encontrada") + ad, "missing"},
		{head("Acme") + "<h1>La página que buscas no existe</h1>" + ad, "missing"},
		{head("Página não encontrada | Acme") + ad, "missing"},
		{head("Nie znaleziono strony - Acme") + ad, "missing"},
		{head("Pagina niet gevonden") + ad, "missing"},
		{head("Pagina non trovata") + ad, "missing"},
		{head("Sidan hittades inte") + ad, "missing"},
		{head("Страница не найдена") + ad, "missing"},

		// The job is over.
		{head("This job is no longer available | Acme") + ad, "over"},
		{head("Senior Go Engineer - Job expired") + ad, "over"},
		{head("Senior Go Engineer") + "<h1>Senior Go Engineer</h1><h2>This position has been filled</h2>" + ad, "over"},
		{head("Senior Go Engineer") + "<h1>Senior Go Engineer</h1><h2>No longer accepting applications</h2>" + ad, "over"},
		{head("Acme") + "<h1>Sorry, this job has expired</h1>" + ad, "over"},
		{head("Acme") + "<h1>The job you are looking for is no longer open.</h1>" + ad, "over"},
		{head("Acme") + "<h1>Unfortunately, this vacancy is now closed</h1>" + ad, "over"},
		{head("Acme") + "<h1>This job posting is no longer active</h1>" + ad, "over"},
		{head("Acme") + "<h1>Applications for this position are closed</h1>" + ad, "over"},
		{head("Acme") + "<h1>This job isn't available anymore</h1>" + ad, "over"},
		{head("Acme") + "<p>Hello! This role has already been filled. <a>See our other jobs</a></p>", "over"},
		{head("Acme") + "<div>The listing was removed</div><footer>" + ad + ad + "</footer>", "over"},
		{head("Diese Stelle ist nicht mehr verfügbar") + ad, "over"},
		{head("Acme") + "<h1>Die Stellenanzeige ist leider nicht mehr online</h1>" + ad, "over"},
		{head("Acme") + "<h1>Diese Position wurde bereits besetzt</h1>" + ad, "over"},
		{head("Cette offre d’emploi n’est plus disponible") + ad, "over"},
		{head("Acme") + "<h1>Ce poste a été pourvu</h1>" + ad, "over"},
		{head("Acme") + "<h1>Esta oferta ya no está disponible</h1>" + ad, "over"},
		{head("Acme") + "<h1>La vacante ha sido cubierta</h1>" + ad, "over"},
		{head("Acme") + "<h1>Esta vaga não está mais disponível</h1>" + ad, "over"},
		{head("Acme") + "<h1>Vaga encerrada</h1>" + ad, "over"},
		{head("Acme") + "<h1>Ta oferta pracy wygasła</h1>" + ad, "over"},
		{head("Acme") + "<h1>Oferta pracy jest już nieaktualna</h1>" + ad, "over"},
		{head("Acme") + "<h1>Deze vacature is helaas niet meer beschikbaar</h1>" + ad, "over"},
		{head("Acme") + "<h1>Vacature vervuld</h1>" + ad, "over"},
		{head("Acme") + "<h1>Questa offerta non è più disponibile</h1>" + ad, "over"},
		{head("Acme") + "<h1>Вакансия в архиве</h1>" + ad, "over"},

		// Neither is said, though the words are there.
		{head("Senior Go Engineer | Acme") + "<h1>Senior Go Engineer</h1>" + ad, ""},
		{head("Acme") + ad + "<p>We do not accept no longer available candidates.</p>" + ad, ""},
		{head("Acme") + ad + "<p>This job is no longer available.</p>", ""},
		{head("Acme") + ad + "<p>Page not found.</p><p>404</p>", ""},
		{head("Acme") + "<h3>This position has been filled</h3>" + ad, ""},
		{head("Acme") + "<h1>Jobs</h1><h2>About us</h2><h2>This position has been filled</h2>" + ad, ""},
		{head("Acme") + "<p>When this position has been filled, we write to everybody.</p>", ""},
		{head("Acme") + "<p>This job is no longer available for students.</p>", ""},
		{head("Acme") + "<p>If the page you are looking for does not exist, write to us.</p>", ""},
		{head("Acme") + "<p>Apply until 1 May; the position has been filled quickly in past years.</p>", ""},
		{head("Senior Go Engineer – 404") + "<h1>Senior Go Engineer</h1>" + ad, ""},
		{head("Senior Go Engineer | Not Found") + "<h1>Senior Go Engineer</h1>" + ad, ""},
		{head("Senior Go Engineer at Page Not Found GmbH") + ad, ""},
		{head("Acme") + "<h1>Senior Go Engineer</h1><h2>404</h2>" + ad, ""},
		{head("404 Errors: Site Reliability at Acme") + ad, ""},
		{head("Error 404 Hunters wanted") + ad, ""},
		{head("Room 404, Main Street") + ad, ""},
		{head("Acme") + "<p>Room 404. Ring twice.</p>", ""},
		{head("Expired Domains Analyst") + ad, ""},
		{head("Lost and Not Found Officer") + ad, ""},
		{head("Closed Captioning Editor") + ad, ""},
		{head("Position filling machine operator") + ad, ""},
		{head("Acme") + "<h1>Never see page not found again</h1>" + ad, ""},
		{head("Acme") + "<h2>What happens when the job is closed?</h2>" + ad, ""},
		{head("Acme") + "<h2>Why this position has been open for a year</h2>" + ad, ""},
		{head("Acme") + "<h1>The position has been filled before, and is open again</h1>" + ad, ""},
		{head("Acme") + "<h1>This job is not closed</h1>" + ad, ""},
		{head("Acme") + "<h1>This job will be closed on 1 May</h1>" + ad, ""},
		{head("Acme") + "<h1>This page is available in German</h1>" + ad, ""},
		{head("Acme") + "<div hidden><h1>This job has expired</h1></div>" + ad, ""},
		{head("Acme") + "<div style='display: none'><div>x</div><h1>Page not found</h1></div><h1>Engineer</h1>" + ad, ""},
		{head("Acme") + "<div class='modal fade'><h2>This job is no longer available</h2></div>" + ad, ""},
		{head("Acme") + "<template><h1>Page not found</h1></template>" + ad, ""},
		{head("Acme") + "<script>var t = '<h1>Page not found</h1>'</script>" + ad, ""},
		{head("Acme") + "<!-- <h1>Page not found</h1> -->" + ad, ""},
		{head("Acme") + "<noscript><h1>Page not found</h1></noscript><div id='root'></div>", ""},
		{head("Acme") + "<svg><title>404</title></svg><h1>Engineer</h1>" + ad, ""},
		{head("Acme") + "<aside><h2>This job has expired</h2></aside>" + ad, ""},
		{head("Acme") + "<h1>Engineer" + ad + "This job has expired.", ""},
		{head("Acme") + "<h1>Engineer" + ad + "This job has expired.</h1>" + ad, ""},
		{head("Diese Stelle ist nicht mehr als ein Anfang") + ad, ""},
		{head("Acme") + "<p>Ist die Stelle besetzt, melden wir uns.</p>", ""},
		{head("Acme") + "<h1>Diese Stelle ist noch nicht besetzt</h1>" + ad, ""},
		{head("Acme") + "<h1>Cette offre n’est pas limitée à Paris</h1>" + ad, ""},
		{head("Acme") + "<h1>Esta vacante estará cerrada en mayo</h1>" + ad, ""},
		{head("Acme") + "<h1>Ta oferta pracy jest nadal aktualna</h1>" + ad, ""},
		{head("Acme") + "<h1>Deze vacature is nog niet ingevuld</h1>" + ad, ""},
		{head("Acme") + "<div id='root'></div><script src='app.js'></script>", ""},
	} {
		got := ""
		if s := wordsOf([]byte(tt.page)).says("Senior Go Engineer"); s != nil && s.stated {
			got = "over"
		} else if s != nil {
			got = "missing"
		}
		if got != tt.want {
			t.Errorf("%q, want %q: %s", got, tt.want, strings.ReplaceAll(tt.page, ad, "<p>…</p>"))
		}
	}
}

// TestAJobMayBeCalledLikeThat has jobs whose own titles are what a dead page says.
func TestAJobMayBeCalledLikeThat(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"Page not found", "Job expired", "Position filled"} {
		if s := wordsOf([]byte(head(title) + ad)).says(title); s != nil {
			t.Errorf("%q: %v", title, s)
		}
	}
}

func FuzzWordsOf(f *testing.F) {
	f.Add([]byte(head("404") + "<h1 hidden>x<h1><svg/><p class=modal>This job has expired." + ad))
	f.Fuzz(func(t *testing.T, page []byte) {
		w := wordsOf(page)
		w.says("Senior Go Engineer")
		if w.headlineNames("Senior Go Engineer") && !strings.Contains(strings.ToLower(string(page)), "go") {
			t.Error("a title is found that is not there")
		}
		textOf(page)
	})
}
