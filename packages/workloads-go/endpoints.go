package workloads

import "net/http"

// Endpoints is the whole contract for a framework to route to. Those of one item take its id from the
// request's path value "id".
type Endpoints struct {
	Hello, HashSort, Lookup, RenderName, RenderTable, Report, Upstream, Healthz http.HandlerFunc
	ListItems, CreateItem, ReadItem, ReplaceItem, RemoveItem                    http.HandlerFunc
	// For everything that is not routed.
	NotFound http.HandlerFunc
	close    func()
}

// connectEndpoints connects nothing yet. It fails with the variable that is wrong.
func connectEndpoints(told environment) (*Endpoints, error) {
	items, err := connectItems(told)
	if err != nil {
		return nil, err
	}
	slow, err := connectUpstream(told)
	if err != nil {
		return nil, err
	}
	return &Endpoints{
		Hello:       handle(func(*http.Request) (answer, error) { return hello(), nil }),
		HashSort:    handleComputing(hashSort),
		Lookup:      handleComputing(lookup),
		RenderName:  handleComputing(renderName),
		RenderTable: handle(func(*http.Request) (answer, error) { return renderTable() }),
		Report:      handleComputing(report),
		Upstream:    handleQuery(slow.answer),
		Healthz: handle(func(request *http.Request) (answer, error) {
			return items.healthz(request.Context())
		}),
		ListItems: handleQuery(items.list),
		CreateItem: handleBody(func(request *http.Request, body []byte) (answer, error) {
			return items.create(request.Context(), body)
		}),
		ReadItem: handle(func(request *http.Request) (answer, error) {
			return items.read(request.Context(), request.PathValue("id"))
		}),
		ReplaceItem: handleBody(func(request *http.Request, body []byte) (answer, error) {
			return items.replace(request.Context(), request.PathValue("id"), body)
		}),
		RemoveItem: handle(func(request *http.Request) (answer, error) {
			return items.remove(request.Context(), request.PathValue("id"))
		}),
		NotFound: handle(func(*http.Request) (answer, error) { return notFound() }),
		close: func() {
			slow.close()
			items.close()
		},
	}, nil
}
