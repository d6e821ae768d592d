import { readFileSync } from 'node:fs'
import Fastify from 'fastify'

/** The ceiling of every page: the same bytes of HTML, answered by Fastify without thought. Says its port when it serves. */
const [file = ''] = process.argv.slice(2)
const html = readFileSync(file, 'utf8')
const app = Fastify()
app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(html))
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`serving at ${address}\n`)
