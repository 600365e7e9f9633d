// Small conveniences on pages that work without them.
const supported = 'noModule' in HTMLScriptElement.prototype
document.body.classList.add('js-enabled')
if (supported) document.body.classList.add('govuk-frontend-supported')

const own = document.querySelector('script[data-components]')
import(own.dataset.components).then((components) => components.initAll())

// Asks again how far a job has come, every three seconds; when it is over, or nothing is heard, the page is loaded anew.
async function follow(section) {
  const again = (one) => setTimeout(() => follow(one), 3000)
  const answer = await fetch(section.dataset.follow, { credentials: 'same-origin' }).catch(() => null)
  if (!answer) return again(section)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById(section.id)
  if (!answer.ok || !fresh || !fresh.dataset.follow) return location.reload()
  section.replaceWith(fresh)
  again(fresh)
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
