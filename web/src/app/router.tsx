import { createBrowserRouter, type RouteObject } from 'react-router'
import { AccountPage } from '../features/account'
import { CallPage } from '../features/call'
import { DoctorHome } from '../features/doctor'
import { PatientHome } from '../features/patient'
import { PracticePage } from '../features/practice'
import { RegisterPage, SignInPage } from '../features/sign-in'
import { HomeRedirect, Only, SignedIn, SignedOut } from './guards'
import { Layout, SignedInFrame } from './layout'
import { Crashed, NotFound } from './not-found'
import { SignOutPage } from './sign-out-page'
import { WaitingRoom } from './waiting-room'

export const routes: RouteObject[] = [
  {
    errorElement: <Crashed />,
    children: [
      {
        path: '/sign-in',
        element: (
          <SignedOut>
            <SignInPage />
          </SignedOut>
        ),
      },
      {
        path: '/register',
        element: (
          <SignedOut>
            <RegisterPage />
          </SignedOut>
        ),
      },
      { path: '/sign-out', element: <SignOutPage /> },
      {
        element: <SignedIn />,
        children: [
          {
            element: <SignedInFrame />,
            children: [
              { path: '/', element: <HomeRedirect /> },
              { path: '/call/:callId', element: <CallPage /> },
              {
                element: <Layout />,
                children: [
                  { path: '/account', element: <AccountPage /> },
                  {
                    element: <Only to="DOCTOR" />,
                    children: [
                      { path: '/doctor', element: <DoctorHome /> },
                      { path: '/doctor/practice/:scheduleId', element: <PracticePage /> },
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
      { path: '*', element: <NotFound /> },
    ],
  },
]

export const router = createBrowserRouter(routes)
