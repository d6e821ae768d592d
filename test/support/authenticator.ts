import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/** How an answer of the authenticator differs from a good one. */
export type Twist = { origin?: string; rpId?: string; isVerified?: boolean; counter?: number; challenge?: string }

/** A security key in this process: it makes one passkey and signs with it, right or wrong. */
export class Authenticator {
  readonly credentialId = randomBytes(32)
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #origin: string
  #counter = 0

  constructor(origin: string) {
    this.#origin = origin
  }

  /** The text of the field `credential` for a new passkey. */
  register(options: { challenge: string; rp: { id?: string } }, twist: Twist = {}): string {
    const authData = Buffer.concat([
      this.#authenticatorData(twist.rpId ?? options.rp.id ?? '', 0x40, twist),
      Buffer.alloc(16),
      Buffer.from([0, this.credentialId.length]),
      this.credentialId,
      this.#coseKey(),
    ])
    const attestationObject = Buffer.concat([
      map(3),
      text('fmt'),
      text('none'),
      text('attStmt'),
      map(0),
      text('authData'),
      bytes(authData),
    ])
    const client = this.#clientData('webauthn.create', options.challenge, twist)
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['usb'],
    })
  }

  /** The text of the field `credential` for a passkey that is used. */
  confirm(options: { challenge: string; rpId?: string }, twist: Twist = {}): string {
    const authenticatorData = this.#authenticatorData(twist.rpId ?? options.rpId ?? '', 0, twist)
    const client = this.#clientData('webauthn.get', options.challenge, twist)
    const signature = createSign('sha256')
      .update(Buffer.concat([authenticatorData, sha256(client)]))
      .sign(this.#keys.privateKey)
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    })
  }

  #answer(response: Record<string, unknown>): string {
    const id = this.credentialId.toString('base64url')
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  }

  #clientData(type: string, challenge: string, twist: Twist): Buffer {
    const origin = twist.origin ?? this.#origin
    return Buffer.from(JSON.stringify({ type, challenge: twist.challenge ?? challenge, origin, crossOrigin: false }))
  }

  #authenticatorData(rpId: string, moreFlags: number, twist: Twist): Buffer {
    this.#counter += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(twist.counter ?? this.#counter)
    const flags = 0x01 | (twist.isVerified === false ? 0 : 0x04) | moreFlags
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), counter])
  }

  /** ES256 on P-256, as COSE writes it. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    return Buffer.concat([
      map(5),
      Buffer.from([0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x, 'base64url')),
      Buffer.from([0x22]),
      bytes(Buffer.from(y, 'base64url')),
    ])
  }
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

/** CBOR: the head of a map with so many entries, below 24. */
function map(entries: number): Buffer {
  return Buffer.from([0xa0 + entries])
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
}

function bytes(value: Uint8Array): Buffer {
  const head = value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 0xff]
  return Buffer.concat([Buffer.from(head), value])
}
