import type { VNode } from 'preact'
import type { Assets } from '../assets.ts'
import { BackLink } from '../components/back-link/back-link.tsx'
import { Button, ButtonRow, LinkButton } from '../components/button/button.tsx'
import { examples as cards } from '../components/card/card.examples.tsx'
import { Card, CardGrid } from '../components/card/card.tsx'
import { DateField } from '../components/date-field/date-field.tsx'
import { DueDate } from '../components/due-date/due-date.tsx'
import { ErrorSummary } from '../components/error-summary/error-summary.tsx'
import { FileField } from '../components/file-field/file-field.tsx'
import { PlaceField } from '../components/place-field/place-field.tsx'
import { ProgressLine } from '../components/progress-line/progress-line.tsx'
import { SearchBox } from '../components/search-box/search-box.tsx'
import { StepProgress } from '../components/step-progress/step-progress.tsx'
import { SummaryList } from '../components/summary-list/summary-list.tsx'
import { Tabs } from '../components/tabs/tabs.tsx'
import { Tag } from '../components/tag/tag.tsx'
import { DeskShell } from '../layouts/desk-shell.tsx'
import { PublicShell } from '../layouts/public-shell.tsx'
import { t } from './example.ts'

const threeMinutes = 3 * 60_000
const endsSoon = () => ({ endsAt: new Date(Date.now() + threeMinutes), keepHref: '/session' })

/** Whole pages in both shells, with invented content: to look at, and for the accessibility checks. */
export function samplePages(assets: Assets): Readonly<Record<string, VNode>> {
  const shell = {
    t,
    language: 'de' as const,
    authority: { name: 'Stadt Luzern', slug: 'luzern', theme: 'luzern' },
    languages: (['de', 'fr', 'it', 'en'] as const).map((language) => ({ language, href: `/${language}/luzern/` })),
    canonical: 'https://wegweiser.example/luzern/',
    homeHref: '/luzern/',
    signInHref: '/sign-in',
    isDemo: true,
    assets,
  }
  const clerk = { name: 'Vera Muster', accountHref: '/account', signOutHref: '/sign-out', kind: 'staff' as const }
  return {
    front: (
      <PublicShell {...shell} title="Startseite" width="full">
        <FrontPage />
      </PublicShell>
    ),
    question: (
      <PublicShell
        {...shell}
        title="Wann ziehen Sie um?"
        breadcrumbs={[
          { href: '/luzern/', text: 'Stadt Luzern' },
          { href: '#', text: 'Dienstleistungen' },
          { text: 'Umzug melden' },
        ]}
      >
        <QuestionPage />
      </PublicShell>
    ),
    map: (
      <PublicShell {...shell} title="Wo ist der Schaden?">
        <form method="post" action="/place" noValidate>
          <PlaceField t={t} id="place" name="place" label="Wo ist der Schaden?" labelIsHeading />
          <ButtonRow>
            <Button>Weiter</Button>
          </ButtonRow>
        </form>
      </PublicShell>
    ),
    files: (
      <PublicShell
        {...shell}
        title="Mietvertrag"
        user={{
          name: 'Mara Beispiel',
          accountHref: '/account',
          signOutHref: '/sign-out',
          kind: 'person',
          session: endsSoon(),
        }}
      >
        <form method="post" action="/files" encType="multipart/form-data" noValidate>
          <FileField
            t={t}
            id="contract"
            name="contract"
            label="Mietvertrag"
            labelIsHeading
            maxBytesText="PDF, bis 10 MB."
          />
          <ButtonRow>
            <Button>Weiter</Button>
          </ButtonRow>
        </form>
      </PublicShell>
    ),
    case: (
      <PublicShell {...shell} title="Umzug melden" user={{ ...clerk, name: 'Mara Beispiel', kind: 'person' }}>
        <CasePage />
      </PublicShell>
    ),
    desk: (
      <DeskShell
        {...shell}
        title="Eingang"
        user={{ ...clerk, session: endsSoon() }}
        nav={[
          { href: '/desk/inbox', text: 'Eingang', icon: 'Inbox', count: 8, isCurrent: true, shortcut: 'e' },
          { href: '/desk/mine', text: 'Meine Geschäfte', icon: 'Folder', count: 14, shortcut: 'm' },
          { href: '/desk/due', text: 'Fällig', icon: 'Clock', count: 2, shortcut: 'f' },
        ]}
        list={<DeskList />}
        actions={
          <>
            <Button shortcut="u">Übernehmen</Button>
            <LinkButton href="/desk/cases/1/question" variant="secondary" shortcut="r">
              Rückfrage stellen
            </LinkButton>
          </>
        }
      >
        <DeskCase />
      </DeskShell>
    ),
  }
}

function FrontPage() {
  return (
    <>
      <div class="band">
        <div class="page-width">
          <h1>Was möchten Sie erledigen?</h1>
          <SearchBox
            t={t}
            action="/services"
            name="q"
            label="Dienstleistung suchen"
            hint="Zum Beispiel: zügeln, Hund, Wohnsitz"
            suggestUrl="/services/suggest"
            size="large"
          />
        </div>
      </div>
      <div class="page-width">
        <h2>Lebenslagen</h2>
        {cards[0]?.vnode()}
        <h2>Oft gebraucht</h2>
        <CardGrid>
          <Card title="Umzug melden" href="/services/move" />
          <Card title="Wohnsitzbestätigung bestellen" href="/services/residence" />
          <Card title="Schaden melden" href="/services/damage" />
        </CardGrid>
      </div>
    </>
  )
}

function QuestionPage() {
  return (
    <>
      <BackLink t={t} href="#back" />
      <StepProgress t={t} step={3} total={6}>
        gespeichert 14.02 Uhr
      </StepProgress>
      <ErrorSummary t={t} errors={[{ fieldId: 'date', text: 'Den 31. November gibt es nicht.' }]} />
      <form method="post" action="/question" noValidate>
        <DateField
          t={t}
          id="date"
          name="date"
          label="Wann ziehen Sie um?"
          labelIsHeading
          hint="Der Tag, an dem Sie in der neuen Wohnung zu wohnen beginnen. Zum Beispiel 1 12 2026."
          value={{ day: '31', month: '11', year: '2026' }}
          error="Den 31. November gibt es nicht."
          errorParts={['day']}
        />
        <ButtonRow>
          <Button>Weiter</Button>
          <Button variant="tertiary" name="do" value="save">
            Speichern und später weiterfahren
          </Button>
        </ButtonRow>
      </form>
    </>
  )
}

function CasePage() {
  return (
    <>
      <h1>Umzug melden</h1>
      <p class="lead">
        Geschäft LUZ-2026-000-128 · <Tag kind="info">In Bearbeitung</Tag>
      </p>
      <ProgressLine
        t={t}
        steps={[
          { text: 'Eingegangen', state: 'done', note: '22.11.2026' },
          { text: 'In Bearbeitung', state: 'current', note: 'voraussichtlich bis 27.11.2026' },
          { text: 'Abgeschlossen', state: 'upcoming' },
        ]}
      />
      <h2>Ihre Angaben</h2>
      <SummaryList
        rows={[
          { key: 'Umzugsdatum', value: '01.12.2026' },
          { key: 'Neue Adresse', value: 'Beispielstrasse 12\n6003 Luzern' },
        ]}
      />
    </>
  )
}

function DeskList() {
  return (
    <>
      <Tabs
        label="Ansichten"
        items={[
          { href: '?view=new', text: 'Neu', count: 8, isCurrent: true },
          { href: '?view=mine', text: 'Meine', count: 14 },
          { href: '?view=due', text: 'Fällig', count: 2 },
        ]}
      />
      <ul class="desk-rows">
        {['2026-11-20', '2026-11-22', '2026-11-27', '2026-12-14'].map((day, index) => (
          <li key={day}>
            <a href={`#case-${index}`} aria-current={index === 0 ? 'true' : undefined}>
              Umzug melden
            </a>
            <p>
              <span>LUZ-2026-000-12{index}</span>
              <DueDate t={t} today="2026-11-22" day={day} />
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function DeskCase() {
  return (
    <>
      <h1>Umzug melden</h1>
      <p>
        LUZ-2026-000-120 · Mara Beispiel · <DueDate t={t} today="2026-11-22" day="2026-11-20" />
      </p>
      <h2>Angaben</h2>
      <SummaryList
        rows={[
          { key: 'Umzugsdatum', value: '01.12.2026' },
          { key: 'Bisherige Adresse', value: 'Musterweg 3\n6010 Kriens' },
          { key: 'Neue Adresse', value: 'Beispielstrasse 12\n6003 Luzern' },
          { key: 'Mit wem', value: '2 Personen' },
        ]}
      />
    </>
  )
}
