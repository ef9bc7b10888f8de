package normalize

import (
	"stackhound/lexicon/phrases"
)

// kindTitles are words of titles that are no job's.
var kindTitles = phrases.Of("talent pool", "talent community", "talent network", "talent pipeline", "future opportunities", "future openings", "general application", "open application", "speculative application", "spontaneous application", "unsolicited application", "initiativbewerbung", "candidature spontanée", "candidatura espontánea", "candidatura espontânea", "open sollicitatie",
	"page not found", "404", "403", "access denied", "internal server error", "bad gateway", "service unavailable", "just a moment", "attention required", "who wants to be hired", "privacy policy", "terms of service", "show hn", "release notes", "changelog",
	"not hiring", "break from hiring", "hiring freeze", "survey", "tutorial", "how to", "how we", "what we learned", "why we", "lessons learned", "tech talk", "meetup", "course:", "workshop:", "kurs", "mentoring", "coaching", "loan", "loans")

// otherKinds are the other texts that boards, threads and broken pages bring along.
var otherKinds = []kind{
	{ // services of a freelancer or a firm
		plain: []string{"free quote", "free consultation", "free estimate", "discovery call", "schedule a demo", "book a demo", "vetted engineers", "vetted developers", "our clients say", "my clients", "hire our developers", "hire our team", "dedicated developers for your", "we build websites for", "landing pages from", "rates from", "free capacity", "starting at just", "our services include", "services we offer", "outsource your", "your trusted partner for", "kostenloses angebot", "unverbindliches angebot", "devis gratuit"},
		loose: []string{"our services", "clients", "agency", "your project", "your business", "your website", "your idea", "portfolio", "case studies", "get in touch", "contact us", "affordable", "hourly rate", "quote", "packages", "seo", "we deliver", "book a call"},
	},
	{ // the portrait of a firm
		plain: []string{"company profile", "firmenporträt", "unternehmensporträt"},
		loose: []string{"was founded", "founded in", "since 19", "since 20", "gegründet", "fondée en", "fundada en", "company overview", "headquartered", "employees", "offices in", "customers", "our mission", "our story", "our history", "products", "revenue", "investors", "privately held", "family-owned", "worldwide", "leading provider", "market leader", "industry"},
	},
	{ // a newsletter or an article
		plain: []string{"in this issue", "unsubscribe", "this week's links", "subscribe to our newsletter", "subscribe now", "weekly digest", "min read", "minute read", "view this email", "forwarded this email", "sponsored by", "read the full story", "newsletter abonnieren"},
		loose: []string{"subscribe", "newsletter", "issue", "links", "article", "articles", "read more", "this week", "weekly", "readers", "blog", "podcast", "episode", "inbox"},
	},
	{ // a course
		plain: []string{"enrol now", "enroll now", "enroll today", "enrol today", "certificate of completion", "our bootcamp", "bootcamp starts", "early bird price", "money-back guarantee", "seats are limited", "per session", "plus vat", "lifetime access", "hours of video", "job guarantee", "tuition fee", "tuition", "next cohort", "jetzt anmelden", "inscríbete", "kursgebühr"},
		loose: []string{"course", "courses", "lessons", "curriculum", "students", "students will", "bootcamp", "instructor", "instructors", "enrol", "enroll", "enrolment", "beginners", "certificate", "modules", "mentors", "discount", "career change"},
	},
	{ // an event
		plain: []string{"call for papers", "call for speakers", "call for proposals", "cfp", "register here", "register now", "registration is open", "tickets are", "buy tickets", "get your ticket", "doors open", "drinks after", "rsvp", "free entry", "free pizza", "keynote", "save the date", "join us for an evening", "melde dich an", "eintritt frei"},
		loose: []string{"meetup", "conference", "event", "hackathon", "workshop", "talks", "speakers", "tickets", "venue", "agenda", "register", "attendees", "pm", "evening", "drinks", "networking", "livestream", "webinar", "prizes"},
	},
	{ // a product
		plain: []string{"we just launched", "now available", "is now available", "free trial", "sign up for the beta", "join the beta", "join the waitlist", "what's new in", "we are excited to announce", "we're excited to announce", "proud to announce", "download now", "release notes", "no credit card required", "try it for free", "try it free", "product hunt", "feedback welcome", "early access", "upgrade now"},
		loose: []string{"introducing", "launch", "launched", "release", "version", "features", "feature", "pricing", "download", "beta", "bug fixes", "users", "app", "plugin", "dashboard", "demo", "per month", "free plan", "feedback", "upgrade", "docs", "open source"},
	},
	{ // people for later
		plain: []string{"talent pool", "talent community", "talent network", "no open positions", "no open roles", "no current openings", "no current vacancies", "no vacancies", "no openings", "for future openings", "future opportunities", "keep your details", "keep your cv on file", "keep your resume on file", "speculative application", "spontaneous application", "initiativbewerbung", "candidature spontanée", "this is not an active", "not an active opening", "keine offenen stellen"},
		loose: []string{"future", "stay in touch", "on file", "get notified", "when a role", "when something", "right role", "interests", "no specific"},
	},
	{ // no job any more
		plain: []string{"we are not hiring", "we're not hiring", "not currently hiring", "not hiring at the moment", "not hiring right now", "not hiring anymore", "hiring freeze", "break from hiring", "paused hiring", "position has been filled", "role has been filled", "job has been filled", "no longer available", "no longer accepting applications", "has expired", "position is closed", "vacancy is closed", "nicht mehr verfügbar", "n'est plus disponible", "ya no está disponible", "stelle ist besetzt"},
		loose: []string{"filled", "closed", "expired", "thank you for your interest", "all positions", "paused"},
	},
	{ // the answer of a machine
		plain: []string{"page not found", "page you are looking for", "page you requested", "could not be found", "access denied", "internal server error", "something went wrong", "enable javascript", "checking your browser", "verify you are human", "are you a robot", "unusual traffic", "service unavailable", "temporarily unavailable", "bad gateway", "session has expired", "please log in", "sign in to continue", "log in to continue", "under maintenance", "scheduled maintenance", "seite nicht gefunden", "page introuvable", "página no encontrada", "stack trace", "null pointer exception", "fatal error"},
		loose: []string{"error", "403", "404", "500", "502", "503", "cloudflare", "captcha", "try again later", "javascript", "go back", "homepage", "browser", "ray id", "reference number", "login", "password"},
	},
	{ // a wall before the page
		plain: []string{"accept all cookies", "accept cookies", "accept all", "reject all", "cookie settings", "cookie preferences", "manage cookies", "manage preferences", "we use cookies", "we and our partners", "we value your privacy", "strictly necessary cookies", "alle akzeptieren", "tout accepter", "aceptar todo", "verwendet cookies"},
		loose: []string{"cookies", "cookie", "consent", "partners", "personalised", "personalized", "advertising", "privacy policy", "vendors", "legitimate interest", "analytics"},
	},
	{ // spam
		plain: []string{"earn money from home", "make money online", "from the comfort of your home", "guaranteed profit", "guaranteed returns", "double your", "viagra", "forex signals", "crypto signals", "binary options", "investment opportunity", "limited slots", "click the link below", "click here to claim", "whatsapp me", "buy followers", "backlinks", "guest post", "loan offer", "no experience no skills", "passive income", "be your own boss", "financial freedom", "100% legit", "claim your", "airdrop"},
		loose: []string{"casino", "click here", "guaranteed", "profit", "bonus", "free", "bitcoin", "invest", "telegram", "whatsapp", "winner", "prize", "hurry", "legit", "daily", "income", "deposit"},
	},
}

// remarks are what people say about ads and threads, not in them.
var remarks = phrases.Of("this thread", "these threads", "meta discussion", "meta discussions", "these hiring posts", "these job posts", "job postings here", "postings going forward", "parent comment", "top-level", "top level comment", "the monthly thread", "who is hiring thread", "hiring thread", "downvoted", "downvote", "upvote", "moderator", "mods", "off topic", "off-topic", "please don't post", "please do not post", "please include", "please only post", "job posts only", "reply to this",
	"i applied", "i've applied", "i interviewed", "i've interviewed", "never heard back", "never got a reply", "ghosted", "they ghosted", "same here", "same question", "anyone know", "does anyone", "has anyone", "is anyone", "please remove", "feels like", "curious about", "just curious", "out of curiosity", "wondering", "is this still", "are you still", "do you sponsor", "do you accept", "do you hire", "do you consider", "would you consider", "are you open to", "are you considering",
	"what is the salary", "what's the salary", "what salary", "salary range for this", "link is broken", "broken link", "link is dead", "the link", "typo", "thanks for posting", "thanks for the reply", "good luck", "congrats", "i emailed", "i just emailed", "sent you an email", "emailed you", "check your spam", "i worked there", "used to work there", "worked with them", "great company", "avoid this company", "scam", "can confirm", "i wrote a", "i made a", "i built a")
