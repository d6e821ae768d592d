import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffRoles as everyRole } from '#kernel/db/actor.ts'
import type { Grantee, Route } from '#kernel/http/route.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { modules } from '../../src/app.ts'

/** Routes outside the manifests, declared here so that none appears unseen: static files, and the demo's own provider. */
const routesOfTheHouse = [/^\/assets\/\*$/, /^\/demo\/oidc\/\*$/, /^\/demo\/people\/:uid\/choice$/]

let town: Town
let routes: Route[]
let permissions: Record<string, readonly Grantee[]>

beforeAll(async () => {
  town = await openTown()
  routes = modules.flatMap((module) => module.routes(town.house.kernel))
  permissions = Object.assign({}, ...modules.map((module) => module.permissions))
})
afterAll(() => town.close())

const isOpen = (route: Route) => permissions[route.options.permission]?.includes('anyone')

test('every route names a permission of a manifest, and every permission is used', () => {
  expect(routes.length).toBeGreaterThan(30)
  for (const route of routes)
    expect(permissions, `${route.method} ${route.path}`).toHaveProperty([route.options.permission])
  const used = new Set(routes.map((route) => route.options.permission))
  expect(Object.keys(permissions).filter((name) => !used.has(name))).toEqual([])
})

test('nothing answers that is not declared', () => {
  const known = new Set(routes.map((route) => route.path))
  const served = town.house.app.servedRoutes
  expect(served.length).toBeGreaterThan(30)
  expect(served.filter((path) => !known.has(path) && !routesOfTheHouse.some((pattern) => pattern.test(path)))).toEqual(
    [],
  )
})

test('every address says which methods it has, and refuses the others', async () => {
  const visitor = town.visitor()
  const known = Map.groupBy(routes, ({ path }) => path)
  const methods = new Set(routes.map(({ method }) => method))
  expect([...methods].sort()).toEqual(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'])
  for (const [path, own] of known) {
    const there = new Set(own.map(({ method }) => method))
    const at = path.replace(/:\w+/g, 'none')
    // An address with a fixed last part stands before the pattern beside it, and has fewer methods than that.
    for (const method of (['POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((one) => !there.has(one))) {
      const answer = await visitor.send(method, at, '', { 'content-type': 'application/json' })
      expect(answer.status, `${method} ${path}`).toBe(405)
      const allowed = String(answer.headers.allow).split(', ')
      expect(allowed.filter((one) => one !== 'HEAD' && one !== 'OPTIONS').sort(), path).toEqual([...there].sort())
    }
  }
})

test('a permission belongs to one module, and the desk to staff', () => {
  const names = modules.flatMap((module) => Object.keys(module.permissions))
  expect(new Set(names).size).toBe(names.length)
  const staffRoles = new Set<string>(everyRole)
  const desk = routes.filter((route) => route.path === '/desk' || route.path.startsWith('/desk/'))
  for (const route of desk) {
    const grantees = permissions[route.options.permission] ?? []
    expect(grantees.length > 0 && grantees.every((grantee) => staffRoles.has(grantee)), route.path).toBe(true)
  }
})

describe('refuses the wrong person', () => {
  const address = (route: Route) => route.path.replace(/:\w+/g, 'none')
  const send = (visitor: Visitor, route: Route) =>
    route.method === 'GET'
      ? visitor.open(address(route), { accept: 'application/json' })
      : visitor.send(route.method, address(route), '', {
          'content-type': route.options.body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
          accept: 'application/json',
        })

  test('nobody gets past a closed route', async () => {
    const visitor = town.visitor()
    for (const route of routes.filter((one) => !isOpen(one))) {
      const page = await send(visitor, route)
      const isAtSignIn = page.path.startsWith('/sign-in')
      expect(
        isAtSignIn || page.status === 401 || page.status === 403,
        `${route.method} ${route.path}: ${page.status} ${page.path}`,
      ).toBe(true)
    }
  })

  test('a resident gets to no staff route, whatever it is', async () => {
    const visitor = await town.signIn({ role: 'resident' })
    for (const route of routes.filter(
      (one) => !isOpen(one) && !permissions[one.options.permission]?.includes('person'),
    )) {
      const page = await send(visitor, route)
      expect([401, 403], `${route.method} ${route.path}: ${page.status}`).toContain(page.status)
    }
  })

  test.each(['engineer', 'data_steward', 'strategist', 'project_lead'])(
    'a member of staff who is %s gets to no route of other roles',
    async (role) => {
      const visitor = await town.signIn({ role, authority: 'luzern' })
      for (const route of routes.filter((one) => !isOpen(one))) {
        const grantees: readonly Grantee[] = permissions[route.options.permission] ?? []
        if (grantees.some((grantee) => grantee === role)) continue
        const page = await send(visitor, route)
        expect([401, 403], `${route.method} ${route.path}: ${page.status}`).toContain(page.status)
      }
    },
  )
})
