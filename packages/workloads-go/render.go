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
func renderName(query url.Values) (answer, error) {
	name, err := readName(query)
	if err != nil {
		return answer{}, err
	}
	return render(nameTemplate, name)
}

// renderTable is the workload of that name, by html/template.
func renderTable() (answer, error) {
	rows := make([][]string, 6)
	for row := range rows {
		rows[row] = make([]string, 4)
		for column := range rows[row] {
			rows[row][column] = fmt.Sprintf("%d,%d", row, column)
		}
	}
	return render(tableTemplate, rows)
}

func render(page *template.Template, value any) (answer, error) {
	var buffer bytes.Buffer
	if err := page.Execute(&buffer, value); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, contentType: htmlType, body: buffer.Bytes()}, nil
}
