package workloads

// Endpoints is the whole contract for a framework to route to, as handlers of its kind.
type Endpoints[Handler any] struct {
	Hello, HashSort, Lookup, RenderName, RenderTable, Report, Upstream, Healthz Handler
	ListItems, CreateItem, ReadItem, ReplaceItem, RemoveItem                    Handler
	// For everything that is not routed.
	NotFound Handler
	close    func()
}

// connectEndpoints connects nothing yet. It fails with the variable that is wrong.
func connectEndpoints[Handler any](told environment, as func(Endpoint) Handler) (*Endpoints[Handler], error) {
	items, err := connectItems(told)
	if err != nil {
		return nil, err
	}
	slow, err := connectUpstream(told)
	if err != nil {
		return nil, err
	}
	return &Endpoints[Handler]{
		Hello:       as(handle(func(Request) (Answer, error) { return hello(), nil })),
		HashSort:    as(handleComputing(hashSort)),
		Lookup:      as(handleComputing(lookup)),
		RenderName:  as(handleComputing(renderName)),
		RenderTable: as(handle(func(Request) (Answer, error) { return renderTable() })),
		Report:      as(handleComputing(report)),
		Upstream:    as(handleQuery(slow.answer)),
		Healthz: as(handle(func(request Request) (Answer, error) {
			return items.healthz(request.Context())
		})),
		ListItems: as(handleQuery(items.list)),
		CreateItem: as(handleBody(func(request Request, body []byte) (Answer, error) {
			return items.create(request.Context(), body)
		})),
		ReadItem: as(handle(func(request Request) (Answer, error) {
			return items.read(request.Context(), request.ItemID())
		})),
		ReplaceItem: as(handleBody(func(request Request, body []byte) (Answer, error) {
			return items.replace(request.Context(), request.ItemID(), body)
		})),
		RemoveItem: as(handle(func(request Request) (Answer, error) {
			return items.remove(request.Context(), request.ItemID())
		})),
		NotFound: as(handle(func(Request) (Answer, error) { return notFound() })),
		close: func() {
			slow.close()
			items.close()
		},
	}, nil
}
