// Entropy and the divergences between two distributions, in nats, as core.maths.information defines them: rows whose
// numbers are dragged have too many values to be looked up. A test holds the two against each other.

const total = (terms) => terms.reduce((sum, term) => sum + term, 0)
const timesLog = (p, q) => (p > 0 ? p * Math.log(q) : 0)

const crossEntropy = (p, q) => 0 - total(p.map((share, i) => timesLog(share, q[i])))
const entropy = (p) => crossEntropy(p, p)

// p ln(p/q) + (q - p), never below 0; near each other p ln(p/q) alone would cancel.
function excess(p, q) {
  const t = (q - p) / p
  return Math.abs(t) < 0.3 ? p * (t - Math.log1p(t)) : (p > 0 ? p * Math.log(p / q) : 0) + (q - p)
}

const klDivergence = (p, q) => total(p.map((share, i) => excess(share, q[i])))

function jensenShannon(p, q) {
  const m = p.map((share, i) => (share + q[i]) / 2)
  return (klDivergence(p, m) + klDivergence(q, m)) / 2
}

const totalVariation = (p, q) => total(p.map((share, i) => Math.abs(share - q[i]))) / 2

function quantities(p, q, perNat) {
  const inNats = {
    entropy_p: entropy(p),
    entropy_q: entropy(q),
    cross_pq: crossEntropy(p, q),
    cross_qp: crossEntropy(q, p),
    kl_pq: klDivergence(p, q),
    kl_qp: klDivergence(q, p),
    jensen_shannon: jensenShannon(p, q),
  }
  const inUnits = Object.entries(inNats).map(([name, nats]) => [name, nats * perNat])
  return { ...Object.fromEntries(inUnits), total_variation: totalVariation(p, q) }
}
