import type { RouteObject } from 'react-router'
import { SecondFactorPage } from '../features/account'
import { AuditPage } from '../features/audit'
import { CallNumbersCard, CallPage } from '../features/call'
import { PatientHome } from '../features/patient'
import { PracticePage } from '../features/practice'
import { AnswerPage } from '../features/ring'
import { Account } from './account'
import { DoctorHome } from './doctor-home'
import { HomeRedirect, Only, SecondFactorFirst, SignedIn } from './guards'
import { Layout, SignedInFrame } from './layout'
import { Crashed, NotFound } from './not-found'
import { Register, SignIn } from './sign-in-pages'
import { SignOutPage } from './sign-out-page'
import { WaitingRoom } from './waiting-room'

/** Every page, with who may see it. */
export const routes: RouteObject[] = [
  {
    errorElement: <Crashed />,
    children: [
      { path: '/sign-in', element: <SignIn /> },
      { path: '/register', element: <Register /> },
      { path: '/sign-out', element: <SignOutPage /> },
      {
        element: <SignedIn />,
        children: [
          { path: '/second-factor', element: <SecondFactorPage /> },
          {
            element: <SecondFactorFirst />,
            children: [
              {
                element: <SignedInFrame />,
                children: [
                  { path: '/', element: <HomeRedirect /> },
                  { path: '/call/:callId', element: <CallPage /> },
                  { path: '/answer/:callId', element: <AnswerPage /> },
                  {
                    element: <Layout />,
                    children: [
                      { path: '/audit', element: <AuditPage /> },
                      { path: '/account', element: <Account /> },
                      {
                        element: <Only to="DOCTOR" />,
                        children: [
                          { path: '/doctor', element: <DoctorHome /> },
                          {
                            path: '/doctor/practice/:scheduleId',
                            element: <PracticePage afterCall={<CallNumbersCard />} />,
                          },
                        ],
                      },
                      {
                        element: <Only to="PATIENT" />,
                        children: [
                          { path: '/patient', element: <PatientHome /> },
                          { path: '/patient/schedule/:scheduleId', element: <WaitingRoom /> },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]
