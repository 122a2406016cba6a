// Lets charts go over from what they showed before the last news to what they show now.
const turns = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  const state = turns.get(parentElement) ?? { at: data.turn }
  turns.set(parentElement, state)
  const move = (value) => {
    state.at = Number(value)
    passOn(data.chart, "turn", value)
  }
  state.stop?.()
  state.stop = sweep(Math.max(state.at, data.turn - 1), data.turn, move)
  state.unwatch ??= watchRebuilds(() => move(String(state.at)))
  return () => {
    state.stop()
    state.unwatch()
    turns.delete(parentElement)
  }
}
