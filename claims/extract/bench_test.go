package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

// longReport is invented prose of about size bytes in which about one sentence in four leaves something open.
func longReport(size int) string {
	lines := []string{
		"The council of Harrow Falls met on Monday and heard from residents about the flooded bridge on Mill Road, which carries four thousand cars a day.",
		"Mayor Ada Lind said the city will reopen the bridge on June %d if the engineers approve the repairs.",
		"\"We lost a summer, and nobody wants to lose another one,\" said Tom Reyes, who owns a bakery near the river.",
		"It is unclear whether the state will pay for the work, and the governor's office has not responded to the council's letter.",
		"The bridge was built in 1931 and was repaired twice, most recently after the storm of 2004 tore off part of the railing.",
		"A contractor from the county had offered to do the work for $%d million, but withdrew the offer last year.",
		"Sales at the shops along the road fell by a third, according to figures that the chamber of commerce published in March.",
		"The river rises in the hills above Colden and passes three mills, two of which have been turned into flats.",
		"Lind, who taught history at the high school for nineteen years, won the office with 54 percent of the vote in 2021.",
		"On Saturday the water stood two feet deep in the parking lot behind the library, where volunteers had stacked sandbags.",
		"Nobody was hurt in the storm, but six families left their houses and stayed with relatives for several nights.",
		"The county counted 212 damaged buildings, among them the old station, a gym and a row of garages on Canal Street.",
		"Neighbours described the sound of the breaking wall as a long, low thunder that shook the windows.",
		"The library kept its books dry because two clerks had carried them upstairs the evening before.",
		"Insurance paid for most of the damage to the school, and parents painted the classrooms over the winter.",
		"Reyes has asked the court to order the city to pay damages to the owners of the shops.",
	}
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		line := lines[i%len(lines)]
		if strings.Contains(line, "%d") {
			line = fmt.Sprintf(line, 1+i%28)
		}
		b.WriteString(line)
		if i%3 == 2 {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func BenchmarkItems(b *testing.B) {
	r := claims.Report{Text: longReport(1 << 20), Published: claims.NewDay(2025, 5, 20), Language: "en"}
	b.SetBytes(int64(len(r.Text)))
	b.ReportAllocs()
	for b.Loop() {
		extract.Items(r, extract.DefaultMinScore)
	}
}

func BenchmarkItems_OneReport(b *testing.B) {
	r := claims.Report{Text: longReport(3 << 10), Published: claims.NewDay(2025, 5, 20)}
	b.SetBytes(int64(len(r.Text)))
	for b.Loop() {
		extract.Items(r, extract.DefaultMinScore)
	}
}
