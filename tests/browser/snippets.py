"""The ways in which pages load the script: the published snippet and the others that are found in the wild."""

PUBLISHED = """
<!-- SegMetrics  -->
<script type="text/javascript">
  var _segq = _segq || [];
  var _segs = _segs || {{}};
  _segs.integration = `{account}`;

  (function(){{var dc=document.createElement('script');
    dc.type='text/javascript';dc.async=true;
    dc.src='//{host}/seg.js';
    var s=document.getElementsByTagName('script')[0];
    s.parentNode.insertBefore(dc,s);}})();
</script>
<!-- end SegMetrics  -->
"""

ACCOUNT_FILE = '<script async src="http://{host}/{account}.js"></script>'

TAG_ON_OWN_DOMAIN = '<script async src="http://tag.shop.localhost:{port}/tag/{account}.js"></script>'

BY_A_FRAMEWORK = """
<script>
  addEventListener('load', () => {{
    const script = document.createElement('script');
    script.src = 'http://{host}/{account}.js';
    document.head.append(script);
  }});
</script>
"""

LEGACY_NUMBER = """
<script>var _segs = _segs || {{}}; _segs.integration = 81542;</script>
<script async src="//{host}/seg.js"></script>
"""

FORMS = {
    "published": PUBLISHED,
    "account file": ACCOUNT_FILE,
    "tag on own domain": TAG_ON_OWN_DOMAIN,
    "by a framework": BY_A_FRAMEWORK,
    "legacy number": LEGACY_NUMBER,
}
