import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export type MailServer = {
  url: string
  /** `broken` hangs up at once, `silent` says nothing, `later` and `never` greet with 421 and 554. */
  mode: 'well' | 'broken' | 'silent' | 'later' | 'never'
  /** Connections so far, by the mode they met. */
  readonly met: readonly MailServer['mode'][]
  /** What it took: addressee and whole message. */
  readonly taken: readonly { to: string; content: string }[]
  close(): Promise<void>
}

/** A mail server on one port that can behave badly. */
export async function startMailServer(): Promise<MailServer> {
  const taken: { to: string; content: string }[] = []
  const met: MailServer['mode'][] = []
  const sockets = new Set<Socket>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, { envelope }, done) {
      text(stream).then((content) => {
        taken.push({ to: envelope.rcptTo.map(({ address }) => address).join(), content })
        done()
      }, done)
    },
  })
  smtp.on('error', () => {})
  const front = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    met.push(server.mode)
    if (server.mode === 'broken') socket.destroy()
    if (server.mode === 'later') socket.end('421 mail.example come back later\r\n')
    if (server.mode === 'never') socket.end('554 mail.example no service\r\n')
    if (server.mode === 'well') smtp.server.emit('connection', socket)
  })
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  const address = front.address()
  if (address === null || typeof address === 'string') throw new Error('the mail server listens nowhere')
  const server: MailServer = {
    url: `smtp://127.0.0.1:${address.port}`,
    mode: 'well',
    met,
    taken,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        front.close(() => done())
      }),
  }
  return server
}
