package skills

import (
	"slices"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	for written, want := range map[string]string{
		"Golang": "go", "K8s": "kubernetes", "node js": "node.js", "Ruby on Rails": "rails", "C Sharp": "c#",
		"postgres": "postgresql", "CI/CD": "ci-cd", "spring boot": "spring-boot", "Go": "go", "ASP.NET": ".net", "Java 17": "java", "Angular 12+": "angular", "Python 3.x": "python",
	} {
		if got, ok := Resolve(written); !ok || got != want {
			t.Errorf("Resolve(%q) = %q, %v; want %q", written, got, ok, want)
		}
	}
	for _, written := range []string{"basket weaving", "gox", "go-", "17", ""} {
		if got, ok := Resolve(written); ok {
			t.Errorf("%q resolved to %q", written, got)
		}
	}
}

// TestFieldResolves holds that what the field asks for is known, by the names people use.
func TestFieldResolves(t *testing.T) {
	t.Parallel()
	for _, written := range strings.Split(fieldNames, ",") {
		if _, ok := Resolve(strings.TrimSpace(written)); !ok {
			t.Errorf("%q is unknown", strings.TrimSpace(written))
		}
	}
}

const fieldNames = `Go, Python, Java, Kotlin, C#, .NET, Node.js, JavaScript, TypeScript, Ruby, PHP, Rust, Elixir, Scala, C++, C, Erlang, Haskell, Clojure,
	Django, Flask, FastAPI, Spring Boot, Express, NestJS, Rails, Laravel, Symfony, Gin, Echo, Fiber, Phoenix, Quarkus, Micronaut, Ktor, Actix, Axum, ASP.NET Core,
	PostgreSQL, MySQL, MariaDB, SQL Server, Oracle, SQLite, MongoDB, Redis, Cassandra, DynamoDB, Elasticsearch, OpenSearch, ClickHouse, Snowflake, BigQuery, CockroachDB, Neo4j, InfluxDB,
	Kafka, RabbitMQ, NATS, SQS, SNS, Pulsar, ActiveMQ, Kinesis, Pub/Sub, Service Bus, Temporal, Celery, Sidekiq,
	AWS, GCP, Azure, EC2, S3, Lambda, RDS, ECS, EKS, GKE, AKS, Cloud Run, CloudFormation, DigitalOcean, Heroku, Cloudflare, OpenStack,
	Docker, Kubernetes, Terraform, CI/CD, Git, Linux, Helm, Ansible, Jenkins, GitHub Actions, GitLab CI, ArgoCD, Istio, Nomad, Vault, Consul, Pulumi, Nginx, HAProxy, Envoy,
	REST, GraphQL, gRPC, SOAP, OpenAPI, Swagger, WebSockets, Protobuf, Avro, JSON, XML, OAuth 2.0, JWT, SAML, HTTP/2, TCP/IP, DNS, MQTT,
	Prometheus, Grafana, Datadog, New Relic, Splunk, Sentry, OpenTelemetry, Jaeger, Loki, Tempo, ELK, Kibana, PagerDuty,
	JUnit, pytest, Jest, Mocha, Cypress, Playwright, Selenium, Postman, k6, JMeter, Testcontainers, RSpec, PHPUnit, xUnit,
	Spark, Flink, Airflow, dbt, Hadoop, Hive, Databricks, Trino, Iceberg, Delta Lake, Pandas, NumPy, Tableau, Power BI, Looker,
	PyTorch, TensorFlow, scikit-learn, Keras, JAX, Hugging Face, LangChain, OpenAI API, MLflow, Kubeflow, vLLM,
	React, Vue, Angular, Svelte, Next.js, Tailwind, HTML5, CSS3, Swift, SwiftUI, Android, iOS, Flutter, React Native,
	Bash, PowerShell, Unix, Windows Server, FreeRTOS, Yocto, macOS, Hibernate, Maven, Gradle, Entity Framework, SQLAlchemy, Prisma, GORM, Solidity, Ethereum, SAP, Salesforce, Jira`

func TestScan(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Senior Go Developer", "go"},
		{"React+Redux, Docker+K8s", "react redux docker kubernetes"},
		{"VPNs and FPGAs, DNS", "vpn fpga dns"},
		{"“Go” · Python", "go python"},
		{"• Go", "go"},
		{"see src/main.go and example.com/rust", ""},
		{"Гарне знання Go та PostgreSQL", "go postgresql"},
		{"Разработчик на Go", "go"},
		{"Pythonentwickler mit Linuxkenntnissen", "python linux"},
		{"Github, Gitlab, Jira", "github gitlab jira"},
		{"office in Phoenix, AZ | Backend", ""},
		{"Payment Processing, SQL", "sql"},
		{"We go the extra mile and react quickly; the rest is easy.", ""},
		{"Go to our jobs page", ""},
		{"Our backend is written in Go, with a bit of Rust.", "go rust"},
		{"Python, Go and Rust", "python go rust"},
		{"tags: python, go, react", "python go react"},
		{"C++/C and C# on .NET", "c++ c c# .net"},
		{"R&D engineers with an Objective-C past", "objective-c"},
		{"statistics in R, SQL or SAS", "r sql sas"},
		{"C-level people, Series C", ""},
		{"Java and JavaScript; not Javanese", "java javascript"},
		{"Node.js, Next.js, Vue 3, Python3, HTML5", "node.js next.js vue python html"},
		{"spring 2024 internship", ""},
		{"Spring Boot, Spring and Hibernate", "spring-boot spring hibernate"},
		{"CI/CD with GitHub Actions", "ci-cd github-actions"},
		{"see https://example.com/python-rust and www.java.example", ""},
		{"RESTful services, gRPC; REST APIs", "rest grpc rest"},
		{"customers such as Stripe trust us", ""},
		{"Rust", "rust"},
		{"Swift delivery to our customers", ""},
		{"Microsoft SQL Server and Rabbit MQ", "sql-server rabbitmq"},
		{"React Native app in TypeScript", "react-native typescript"},
		{"deep experience with Express and Koa", "express koa"},
		{"a web app with a React UI over our Rust core", "react rust"},
		{"React quickly. Rust never sleeps.", ""},
		{"the server is written in rust, we build it (in Go) ourselves", "rust go"},
		{"- Exposure to Go\n- Some NATS\n- You have used Helm before", "go nats helm"},
		{"- znajomość technologii Figma\n- Maîtrise de Postman", "figma postman"},
		{"excel at what you do", ""},
		{"PostgreSQL's planner", "postgresql"},
		{"Erfahrung mit Go und Kubernetes", "go kubernetes"},
	} {
		var got []string
		for _, h := range Scan(c.text) {
			got = append(got, h.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("Scan(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestScanTopics(t *testing.T) {
	_, certificates := ScanAll("AWS Certified Solutions Architect, CKA, CISSP, CCNA or Network+; tracka, ccnax")
	if got, want := Unique(certificates), []string{"aws-saa", "cka", "cissp", "ccna", "network+"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	_, topics := ScanAll("Distributed systems, event-driven micro-services and caching")
	got := Unique(topics)
	want := []string{"distributed-systems", "event-driven", "microservices", "caching"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestImplies(t *testing.T) {
	if got, want := Implies("spring-boot"), []string{"java", "spring"}; !slices.Equal(got, want) {
		t.Errorf("spring-boot implies %q, want %q", got, want)
	}
	if got, want := Implies("next.js"), []string{"javascript", "react"}; !slices.Equal(got, want) {
		t.Errorf("next.js implies %q, want %q", got, want)
	}
}

func TestNear(t *testing.T) {
	if Near("go", "go") != 1 || Near("postgresql", "mysql") != 0.7 || Near("mysql", "postgresql") != 0.7 || Near("go", "figma") != 0 {
		t.Error("closeness: same 1, mysql and postgresql 0.7 both ways, unrelated 0")
	}
	if Near("postgresql", "sqlite") >= Near("postgresql", "mysql") {
		t.Error("the larger figure must count where two lines hold a pair")
	}
}

func TestNearest(t *testing.T) {
	for written, want := range map[string]string{"postgers": "postgresql", "kuberentes": "kubernetes", "pyhton": "python", "elastic": "elasticsearch"} {
		if got := Nearest(written, 3); !slices.Contains(got, want) {
			t.Errorf("Nearest(%q) = %q without %q", written, got, want)
		}
	}
	if got := Nearest("basket weaving", 3); len(got) > 0 {
		t.Errorf("basket weaving is near %q", got)
	}
}

func TestNamesAreCanonical(t *testing.T) {
	for _, name := range Names() {
		if Fold(name) != name {
			t.Errorf("%q is not in canonical form", name)
		}
		if s, _ := Get(name); s.Category == "" {
			t.Errorf("%s has no category", name)
		}
	}
	if n := len(Names()); n < 1500 {
		t.Errorf("%d skills, want at least 1500", n)
	}
}

func FuzzScan(f *testing.F) {
	f.Add("Python, Go and Rust; C++ & R&D https://x")
	f.Fuzz(func(t *testing.T, text string) {
		found, topics := ScanAll(text)
		if !slices.Equal(found, Scan(text)) {
			t.Fatalf("%q holds other skills with topics than without", text)
		}
		for _, h := range topics {
			if h.Start < 0 || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("topic %v lies outside %q", h, text)
			}
		}
		end := 0
		for _, h := range found {
			if _, ok := Get(h.Name); !ok {
				t.Fatalf("%q is no canonical name", h.Name)
			}
			if h.Start < end || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("hit %v of %q overlaps or lies outside", h, text)
			}
			end = h.End
		}
	})
}

func TestDoubtful(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"go": true, "Rust": true, "spring": true, "golang": false, "kubernetes": false, "postgres": false, "no-such-thing": false} {
		if got := Doubtful(word); got != want {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}
