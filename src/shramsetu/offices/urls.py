"""Signing in, choosing a post, the demo's sign-ins, and the administration of the office."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from shramsetu.offices.oidc import views as oidc
from shramsetu.offices.views import charges, navigation, orders, posts, routing, signin, users

office = [
    path("office/", navigation.home, name="home"),
    path("routing/", routing.simulator, name="routing"),
    path("office/posts/", posts.posts, name="posts"),
    path("office/posts.csv", posts.posts_csv, name="posts_csv"),
    path("office/posts/new/", posts.new_post, name="new_post"),
    path("office/posts/of/<str:code>/", posts.post, name="post"),
    path("office/posts/of/<str:code>/change/", posts.change_post, name="change_post"),
    path("office/posts/of/<str:code>/abolish/", posts.abolish_post, name="abolish_post"),
    path("office/posts/of/<str:code>/appoint/", charges.appoint, name="appoint"),
    path("office/posts/of/<str:code>/relieve/<int:charge>/", charges.relieve, name="relieve"),
    path("office/posts/of/<str:code>/hand-over/", charges.hand_over, name="hand_over"),
    path("office/posts/of/<str:code>/hand-over/<int:seq>/", charges.handed_over, name="handed_over"),
    path("office/posts/of/<str:code>/leave/", charges.grant_leave, name="grant_leave"),
    path("office/posts/of/<str:code>/leave/<int:leave>/cancel/", charges.cancel_leave, name="cancel_leave"),
    path("office/leaves/", charges.leaves, name="leaves"),
    path("office/departments/", orders.departments, name="departments"),
    path("office/departments/new/", orders.new_department, name="new_department"),
    path("office/departments/of/<slug:slug>/", orders.department, name="department"),
    path("office/departments/of/<slug:slug>/change/", orders.change_department, name="change_department"),
    path("office/routes/", orders.routes, name="routes"),
    path("office/routes/new/", orders.new_route, name="new_route"),
    path("office/routes/of/<int:route>/end/", orders.end_route, name="end_route"),
    path("office/users/", users.users, name="users"),
    path("office/users/new/", users.new_user, name="new_user"),
    path("office/users/of/<int:pk>/", users.user, name="user"),
    path("office/users/of/<int:pk>/change/", users.change_user, name="change_user"),
    path("office/users/of/<int:pk>/password/", users.password, name="password"),
    path("office/users/of/<int:pk>/tokens/new/", users.new_token, name="new_token"),
    path("office/users/of/<int:pk>/tokens/<int:token>/revoke/", users.revoke_token, name="revoke_token"),
    path("office/users/of/<int:pk>/<slug:verb>/", users.plain, name="user_verb"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("signin/", account.LoginView.as_view(extra_context={"outside": oidc.name}), name="account_login"),
    path("signin/state/", oidc.begin, name="sso_begin"),
    path("signin/state/back/", oidc.back, name="sso_back"),
    path("signin/out/", account.logout, name="account_logout"),
    path("signin/inactive/", account.account_inactive, name="account_inactive"),
    path("signin/again/", account.reauthenticate, name="account_reauthenticate"),
    path("signin/password/", account.password_change, name="account_change_password"),
    path("signin/security/", include("allauth.mfa.urls")),
    path("signin/post/", signin.switch_post, name="switch_post"),
    path("demo/", signin.demo, name="demo"),
    path("demo/signin/", signin.demo_sign_in, name="demo_sign_in"),
    path("desk/", include((office, "office"))),
]
