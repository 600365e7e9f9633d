// Small conveniences on pages that work without them.
const supported = 'noModule' in HTMLScriptElement.prototype
document.body.classList.add('js-enabled')
if (supported) document.body.classList.add('govuk-frontend-supported')

const own = document.querySelector('script[data-components]')
import(own.dataset.components).then((components) => components.initAll())

// Asks again how far a job has come, every three seconds, until the page says that it is over.
async function follow(section) {
  const answer = await fetch(section.dataset.follow, { credentials: 'same-origin' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById(section.id)
  if (!answer.ok || !fresh) return
  section.replaceWith(fresh)
  if (fresh.dataset.follow) setTimeout(() => follow(fresh), 3000)
}
for (const section of document.querySelectorAll('[data-follow]')) setTimeout(() => follow(section), 3000)

// A stroke anywhere but in a box goes to the search in the header.
document.addEventListener('keydown', (event) => {
  const find = document.getElementById('find')
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !find) return
  if (event.target.closest('input, textarea, select, [contenteditable]')) return
  event.preventDefault()
  find.focus()
})
