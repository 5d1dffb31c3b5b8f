module stackbench/go-fasthttp

go 1.24.0

require (
	github.com/valyala/fasthttp v1.69.0
	stackbench/workloads v0.0.0
)

replace stackbench/workloads => ../../packages/workloads-go

require (
	github.com/andybalholm/brotli v1.2.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/pgx/v5 v5.8.0 // indirect
	github.com/jackc/puddle/v2 v2.2.2 // indirect
	github.com/klauspost/compress v1.18.2 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
	golang.org/x/text v0.32.0 // indirect
)
