package workloads

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
)

// Parsed once, when the process starts. The first use of each works out what must be escaped where.
var (
	nameTemplate  = template.Must(template.New("name").Parse("<p>Hello, {{.}}!</p>"))
	tableTemplate = template.Must(template.New("table").Parse(`<table>
{{range .}}
  <tr>
{{range .}}
    <td>{{.}}</td>
{{end}}
  </tr>
{{end}}
</table>`))
)

// renderName is the workload of that name, by html/template.
func renderName(query url.Values) (Answer, error) {
	name, err := readName(query)
	if err != nil {
		return Answer{}, err
	}
	return render(nameTemplate, name)
}

// renderTable is the workload of that name, by html/template.
func renderTable() (Answer, error) {
	rows := make([][]string, 6)
	for row := range rows {
		rows[row] = make([]string, 4)
		for column := range rows[row] {
			rows[row][column] = fmt.Sprintf("%d,%d", row, column)
		}
	}
	return render(tableTemplate, rows)
}

func render(page *template.Template, value any) (Answer, error) {
	var buffer bytes.Buffer
	if err := page.Execute(&buffer, value); err != nil {
		return Answer{}, err
	}
	return Answer{Status: http.StatusOK, ContentType: htmlType, Body: buffer.Bytes()}, nil
}
