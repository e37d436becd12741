using Microsoft.Playwright;

namespace Nca.Notebooks.Tests;

/// <summary>What axe-core finds in a page.</summary>
internal static class Accessibility
{
    /// <summary>The serious and critical obstacles: rule, first place, message.</summary>
    public static async Task<string[]> ObstaclesAsync(IPage page)
    {
        await page.AddScriptTagAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "Assets", "axe.min.js") });
        return await page.EvaluateAsync<string[]>(
            "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => ['serious', "
                + "'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160) + ' ' + "
                + "(v.nodes[0].any[0]?.message ?? '')))"
        );
    }
}
