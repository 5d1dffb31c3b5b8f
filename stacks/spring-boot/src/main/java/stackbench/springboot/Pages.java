package stackbench.springboot;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import stackbench.workloads.Answer;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Refusal;

/** By Thymeleaf, from the shared templates. */
@Controller
class Pages {
  private final Endpoints endpoints;

  Pages(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @GetMapping("/render-name")
  String name(HttpServletRequest request, Model model) {
    model.addAttribute("name", endpoints.name(request.getQueryString()));
    return "name";
  }

  @GetMapping("/render-table")
  String table(Model model) {
    model.addAttribute("rows", endpoints.rows());
    return "table";
  }

  @ExceptionHandler(Refusal.class)
  ResponseEntity<byte[]> refuse(Refusal refusal) {
    return Routes.reply(Answer.toFailure(refusal));
  }
}
