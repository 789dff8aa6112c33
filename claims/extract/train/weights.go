package main

import "math"

// weights are numbers that are learnt by Adam (Kingma and Ba, arXiv:1412.6980).
type weights struct{ now, slope, mean, square []float32 }

func newWeights(n int, next func() float64) weights {
	w := weights{make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)}
	for i := range w.now {
		w.now[i] = float32(next())
	}
	return w
}

// step moves the numbers from lo to hi against their slopes, and forgets these.
func (w *weights) step(lo, hi int, rate float32) {
	for i := lo; i < hi; i++ {
		g := w.slope[i]
		w.slope[i] = 0
		w.mean[i] += 0.1 * (g - w.mean[i])
		w.square[i] += 0.001 * (g*g - w.square[i])
		w.now[i] -= rate * w.mean[i] / (float32(math.Sqrt(float64(w.square[i]))) + 1e-7)
	}
}

// dot is the sum of the products of a's and b's numbers, equally many.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += v * b[i]
	}
	return s0 + s1 + s2 + s3
}
