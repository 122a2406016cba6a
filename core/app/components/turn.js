// Lets charts go over from what they showed before the last news to what they show now.
export default function (component) {
  const move = (state, value) => {
    state.at = Number(value)
    passOn(state.data.chart, "turn", value)
  }
  const state = keep(component, (state) => {
    state.at = state.data.turn
    return [watchRebuilds(() => move(state, String(state.at)))]
  })
  const { turn } = state.data
  state.stop?.()
  state.stop = sweep(Math.max(state.at, turn - 1), turn, (value) => move(state, value))
  return state.end
}
